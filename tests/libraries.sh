#!/bin/sh
# Qt needs a few shared libraries that a bare system lacks. Where this is a Debian system and we may
# install, do so; elsewhere say which they are.
python=$1
if "$python" -c 'import PySide6.QtWidgets' >/dev/null 2>&1; then
  exit 0
fi
packages="libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 fontconfig fonts-dejavu-core"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $packages >/dev/null && exit 0
fi
"$python" -c 'import PySide6.QtWidgets' 2>&1 | tail -n 1 >&2
echo "Qt needs shared libraries that this system does not have." >&2
echo "On Debian and Ubuntu: sudo apt install $packages" >&2
exit 2
