"""The little of Protocol Buffers that Anki's newer packages need: the fields of a message, one by one.

The library for it weighs megabytes and wants generated code; what is read here are three numbers.
"""

from collections.abc import Iterator

_VARINT, _I64, _LENGTH, _I32 = 0, 1, 2, 5


def fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The number and value of each field: an int, or the bytes of a text or a message within.

    Raises ValueError for what is no message.
    """
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, kind = key >> 3, key & 7
        value: int | bytes
        if kind == _VARINT:
            value, at = _varint(message, at)
        elif kind in (_I64, _I32):
            size = 8 if kind == _I64 else 4
            value, at = _cut(message, at, size)
        elif kind == _LENGTH:
            size, at = _varint(message, at)
            value, at = _cut(message, at, size)
        else:
            raise ValueError(f"there is no field of kind {kind}")
        yield number, value


def texts(message: bytes, number: int) -> list[str]:
    """The texts of a field."""
    return [value.decode() for at, value in fields(message) if at == number and isinstance(value, bytes)]


def first_number(message: bytes, number: int) -> int:
    """The number in a field, 0 where it is not there."""
    return next((value for at, value in fields(message) if at == number and isinstance(value, int)), 0)


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(message) or shift > 63:
            raise ValueError("a number is cut off")
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def _cut(message: bytes, at: int, size: int) -> tuple[bytes, int]:
    if at + size > len(message):
        raise ValueError("a field is cut off")
    return message[at : at + size], at + size
