"""How a second start asks the first to step forward: over a local socket, which only this user may use."""

import os

from PySide6.QtCore import QDeadlineTimer, QObject, QThread, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_TOKEN = "XDG_ACTIVATION_TOKEN"
"""Where a desktop says who may take the keyboard: the one that was started last, which hands it on."""

_AGAIN_MS = 50


class Doorbell(QObject):
    """Listens in the process that has the window."""

    rung = Signal()

    def __init__(self, address: str, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        if not self._server.listen(address):
            # A process that was killed leaves its socket behind; who holds the lock may take its place.
            QLocalServer.removeServer(address)
            self._server.listen(address)

    def close(self) -> None:
        """Hear no more, and leave nothing behind."""
        self._server.close()
        self.deleteLater()

    def _answer(self) -> None:
        caller = self._server.nextPendingConnection()
        caller.readyRead.connect(lambda: self._step_forward(caller))
        caller.disconnected.connect(caller.deleteLater)
        if caller.bytesAvailable():
            self._step_forward(caller)

    def _step_forward(self, caller: QLocalSocket) -> None:
        token = bytes(caller.readAll().data()).decode(errors="replace").strip()
        if token:
            os.environ[_TOKEN] = token
        self.rung.emit()
        caller.write(b"here\n")
        caller.flush()
        caller.disconnectFromServer()


def ring(address: str, milliseconds: int) -> bool:
    """Ask the process that has the window to step forward. False where it does not answer in time."""
    socket, patience = QLocalSocket(), QDeadlineTimer(milliseconds)
    while not patience.hasExpired():
        socket.connectToServer(address)
        if socket.waitForConnected(milliseconds):
            socket.write(f"{os.environ.get(_TOKEN, '')}\n".encode())
            return socket.waitForReadyRead(patience.remainingTime())
        QThread.msleep(_AGAIN_MS)  # its window may just be opening
    return False
