"""Whether a window can be opened here: Qt itself would abort the process where not."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from flashrl.errors import DisplayError

_LIBRARIES = (
    "libEGL.so.1",
    "libGL.so.1",
    "libxkbcommon.so.0",
    "libfontconfig.so.1",
    "libfreetype.so.6",
    "libdbus-1.so.3",
    "libglib-2.0.so.0",
)
"""What QtGui and QtWidgets load, with any platform."""

_X11_LIBRARIES = (
    "libX11-xcb.so.1",
    "libxkbcommon-x11.so.0",
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-image.so.0",
    "libxcb-keysyms.so.1",
    "libxcb-randr.so.0",
    "libxcb-render-util.so.0",
    "libxcb-shape.so.0",
    "libxcb-xkb.so.1",
)
"""What Qt's X11 plugin loads besides."""

PACKAGES = (
    "on Debian and Ubuntu: `sudo apt install libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 "
    "libfontconfig1 libglib2.0-0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 "
    "libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1`; on Fedora: `sudo dnf install "
    "mesa-libEGL mesa-libGL libxkbcommon libxkbcommon-x11 xcb-util-cursor xcb-util-wm xcb-util-image "
    "xcb-util-keysyms xcb-util-renderutil`"
)
"""How those are installed."""
_WITHOUT_WINDOW = "every command but preview works without one (`flashrl --help` lists them)"
_GET_A_DISPLAY = f"start it from a desktop session, or set DISPLAY; {_WITHOUT_WINDOW}"


def check(environment: Mapping[str, str], platform: str, libraries: Sequence[str] = _LIBRARIES) -> None:
    """Raise DisplayError, in plain words, where Qt would abort: no display, or a library is missing."""
    if not platform.startswith("linux"):
        return
    chosen = environment.get("QT_QPA_PLATFORM", "")
    needs_display = chosen.partition(":")[0] in ("", "xcb", "wayland", "wayland-egl")
    if needs_display and not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        raise DisplayError("there is no display to open a window on", _GET_A_DISPLAY)
    needs_x11 = chosen.startswith("xcb") or (not chosen and not environment.get("WAYLAND_DISPLAY"))
    missing = [name for name in (*libraries, *(_X11_LIBRARIES if needs_x11 else ())) if not _loads(name)]
    if missing:
        raise DisplayError(
            f"Qt needs {', '.join(missing)}, which this system does not have",
            f"install it: {PACKAGES}; {_WITHOUT_WINDOW}",
        )
    if needs_display and not (_reaches_x11(environment) or _reaches_wayland(environment)):
        name = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
        raise DisplayError(f"the display {name!r} does not answer", _GET_A_DISPLAY)


def _reaches_x11(environment: Mapping[str, str]) -> bool:
    """True when an X server answers; Qt itself would abort the process if none does."""
    import ctypes

    name = environment.get("DISPLAY")
    if not name:
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(name.encode(), None)
    failed: int = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return failed == 0


def _reaches_wayland(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY")
    return bool(name) and Path(environment.get("XDG_RUNTIME_DIR", "/"), name or "").exists()


def _loads(library: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
