#!/usr/bin/env bash
# Packages for Linux in one command: .deb, .tar.zst and the folder of an AppImage, each with its list of parts (SBOM) and SHA-256.
#
#     packaging/linux/build.sh [DIST]
#
# Needs python3 with its shared library, pip, a C++ compiler, zstd, dpkg-deb, desktop-file-validate and appstreamcli.
# IMGSIM_VENV names an environment that already holds everything; without it one is made. IMGSIM_CHROOT names a system without
# Python in which the .deb is tried (a debootstrap of Debian); without it the package is tried where it was unpacked.
set -euo pipefail
stage() { echo "== $1 (after $SECONDS s)"; }
root=$(cd "$(dirname "$0")/../.." && pwd)
dist=$(mkdir -p "${1:-$root/packaging/build/linux}" && cd "${1:-$root/packaging/build/linux}" && pwd)
work="$dist/work"
rm -rf "$work" && mkdir -p "$work"
cd "$root"
arch=$(dpkg --print-architecture)

stage 'environment'
venv=${IMGSIM_VENV:-}
if [ -z "$venv" ]; then
  venv="$work/venv"
  python3 -m venv "$venv"
  python3 packaging/bundle/requirements.py > "$work/requirements.txt"
  # not for this machine's processor alone: it runs on every x86-64
  HNSWLIB_NO_NATIVE=1 "$venv/bin/pip" install --quiet --no-binary hnswlib -r "$work/requirements.txt"
  python3 packaging/bundle/requirements.py --tools > "$work/tools.txt"
  "$venv/bin/pip" install --quiet -r "$work/tools.txt"
fi
python="$venv/bin/python"
version=$("$python" -c 'import imgsim_desktop; print(imgsim_desktop.__version__)')
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
day=$(sed -n "s/^## \[$version\] - //p" CHANGELOG.md)
[ -n "$day" ] || { echo "CHANGELOG.md has no version $version" >&2; exit 1; }

stage 'program'
"$python" -m PyInstaller packaging/bundle/imgsim.spec --noconfirm --log-level WARN --distpath "$work/program" --workpath "$work/pyinstaller"
program="$work/program/imgsim-desktop"
"$python" packaging/linux/slim.py "$program"
"$python" packaging/licences.py "$program/licences" "$program"
cp THIRD_PARTY.md "$program/licences/"
"$python" packaging/bundle/parts.py "$dist/imgsim-desktop-$version-linux-$arch.cdx.json" "$program"

stage 'tree'
tree="$work/tree"
share="$tree/usr/share"
mkdir -p "$tree/usr/lib" "$tree/usr/bin" "$share/applications" "$share/metainfo" "$share/icons" "$share/doc/imgsim-desktop"
cp -a "$program" "$tree/usr/lib/imgsim-desktop"
ln -s ../lib/imgsim-desktop/imgsim-desktop ../lib/imgsim-desktop/imgsim "$tree/usr/bin/"
cp packaging/imgsim-desktop.desktop "$share/applications/"
sed "s/@VERSION@/$version/; s/@DATE@/$day/" packaging/linux/metainfo.xml > "$share/metainfo/io.github.imgsim_desktop.imgsim_desktop.metainfo.xml"
"$python" packaging/make_icons.py "$work/icons"
cp -r "$work/icons/hicolor" "$share/icons/"
"$python" packaging/linux/make_cli_files.py "$share"
cp LICENSE "$share/doc/imgsim-desktop/copyright"
cp THIRD_PARTY.md "$share/doc/imgsim-desktop/"
gzip -9nc CHANGELOG.md > "$share/doc/imgsim-desktop/changelog.gz"
chmod -R u+w,go+rX,go-w "$tree"
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
desktop-file-validate "$share/applications/imgsim-desktop.desktop"
appstreamcli validate --no-net "$share"/metainfo/*.xml

stage 'packages'
name="imgsim-desktop_${version}_$arch"
mkdir -p "$work/deb/DEBIAN"
cp -a "$tree/usr" "$work/deb/"
glibc=$(ldd --version | sed -n '1s/.* //p') # reads all: ldd ends with an error where nobody listens
sed "s/@VERSION@/$version/; s/@ARCH@/$arch/; s/@GLIBC@/$glibc/; s/@SIZE@/$(du -sk "$tree/usr" | cut -f1)/" packaging/linux/control > "$work/deb/DEBIAN/control"
(cd "$work/deb" && find usr -type f -print0 | sort -z | xargs -0 md5sum > DEBIAN/md5sums)
dpkg-deb --root-owner-group -Zzstd -z12 --build "$work/deb" "$dist/$name.deb"
tar -C "$work/program" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -c imgsim-desktop \
  | zstd -q -f -T0 -12 -o "$dist/imgsim-desktop-$version-linux-$arch.tar.zst"
appdir="$dist/ImgSim_Desktop.AppDir"
rm -rf "$appdir" && cp -a "$tree" "$appdir"
cp "$share/applications/imgsim-desktop.desktop" "$appdir/"
cp "$work/icons/hicolor/256x256/apps/imgsim-desktop.png" "$appdir/"
ln -s imgsim-desktop.png "$appdir/.DirIcon"
cp packaging/linux/AppRun "$appdir/AppRun"
chmod 755 "$appdir/AppRun"
if command -v appimagetool >/dev/null; then
  ARCH=$(uname -m) appimagetool --no-appstream "$appdir" "$dist/ImgSim_Desktop-$version-$(uname -m).AppImage"
fi

stage 'does it work'
packaging/linux/smoke.sh "$dist/$name.deb" "$dist/smoke"

cd "$dist"
sha256sum ./*.deb ./*.tar.zst ./*.cdx.json | tee SHA256SUMS
du -sh "$tree" ./*.deb ./*.tar.zst
stage 'done'
rm -rf "$work/deb"
