#!/usr/bin/env bash
# The .app and its disk image for macOS; run on a Mac in the repository.
#
#     packaging/macos/build.sh [DIST]
#
# Needs Python 3.11 or newer and Xcode's command line tools (hnswlib). Signed if IMGSIM_SIGN_IDENTITY names a certificate of the
# keychain ("Developer ID Application: ..."), notarised if IMGSIM_NOTARY_APPLE_ID, IMGSIM_NOTARY_TEAM and IMGSIM_NOTARY_PASSWORD
# (of this app alone) are set; otherwise signed for this machine only, and people open it by a right click.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
dist=$(mkdir -p "${1:-$root/packaging/build/macos}" && cd "${1:-$root/packaging/build/macos}" && pwd)
work="$dist/work"
rm -rf "$work" && mkdir -p "$work"
cd "$root"

python3 -m venv "$work/venv"
python="$work/venv/bin/python"
"$python" packaging/bundle/requirements.py > "$work/requirements.txt"
"$python" packaging/bundle/requirements.py --tools > "$work/tools.txt"
HNSWLIB_NO_NATIVE=1 "$python" -m pip install --quiet --no-binary hnswlib -r "$work/requirements.txt"
"$python" -m pip install --quiet -r "$work/tools.txt"
version=$("$python" -c 'import imgsim_desktop; print(imgsim_desktop.__version__)')
arch=$(uname -m)

"$python" packaging/make_icons.py "$work/icons"
export IMGSIM_ICON="$work/icons/imgsim-desktop.icns"
"$python" -m PyInstaller packaging/bundle/imgsim.spec --noconfirm --log-level WARN --distpath "$work/program" --workpath "$work/pyinstaller"
app="$work/program/ImgSim Desktop.app"
"$python" packaging/licences.py "$app/Contents/Resources/licences"
cp THIRD_PARTY.md "$app/Contents/Resources/licences/"
"$python" packaging/bundle/parts.py "$dist/imgsim-desktop-$version-macos-$arch.cdx.json"
plutil -lint "$app/Contents/Info.plist" packaging/macos/entitlements.plist

codesign --force --deep --timestamp="${IMGSIM_TIMESTAMP:-none}" --options runtime --entitlements packaging/macos/entitlements.plist \
  --sign "${IMGSIM_SIGN_IDENTITY:--}" "$app"
codesign --verify --deep --strict "$app"
"$python" packaging/bundle/smoke.py "$app/Contents/MacOS/imgsim"

image="$dist/ImgSim-Desktop-$version-macos-$arch.dmg"
stage="$work/image"
mkdir -p "$stage"
cp -R "$app" "$stage/"
cp -R "packaging/macos/Find similar pictures.workflow" "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -volname "ImgSim Desktop" -srcfolder "$stage" -ov -format ULMO "$image"
if [ -n "${IMGSIM_NOTARY_APPLE_ID:-}" ]; then
  xcrun notarytool submit "$image" --wait --apple-id "$IMGSIM_NOTARY_APPLE_ID" --team-id "$IMGSIM_NOTARY_TEAM" --password "$IMGSIM_NOTARY_PASSWORD"
  xcrun stapler staple "$image"
fi
(cd "$dist" && shasum -a 256 ./*.dmg ./*.cdx.json | tee SHA256SUMS)
