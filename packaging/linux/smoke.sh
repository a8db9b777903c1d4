#!/usr/bin/env bash
# Tries a .deb as somebody would who has no Python: find the copies, trash one group, undo, open the window and look at it.
#
#     packaging/linux/smoke.sh PACKAGE.deb FOLDER
#
# Needs Xvfb, xdotool and ImageMagick's `import` and `compare`. With IMGSIM_CHROOT (and as root) the package is installed there by apt;
# otherwise it is unpacked beside FOLDER. FOLDER gets the log and a picture of three pages.
set -euo pipefail
package=$(readlink -f "$1")
rm -rf "$2" && mkdir -p "$2"
out=$(cd "$2" && pwd)
chroot=${IMGSIM_CHROOT:-}
display=:$((90 + RANDOM % 900))
exec > >(tee "$out/smoke.log") 2>&1

mounted=()
screen=
cleanup() {
  if [ -n "$screen" ]; then kill "$screen" 2>/dev/null || true; fi
  for ((n = ${#mounted[@]} - 1; n >= 0; n--)); do umount -l "${mounted[n]}"; done
}
trap cleanup EXIT

if [ -n "$chroot" ]; then
  for place in proc sys dev dev/shm dev/pts; do # where the program and its workers find themselves and one another
    if mountpoint -q "$chroot/$place"; then continue; fi
    mount --bind "/$place" "$chroot/$place"
    mounted+=("$chroot/$place")
  done
  cp "$package" "$chroot/tmp/imgsim.deb"
  chroot "$chroot" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends /tmp/imgsim.deb fonts-dejavu-core >/dev/null
  rm "$chroot/tmp/imgsim.deb"
  if chroot "$chroot" sh -c 'command -v python3'; then echo 'this system has Python: the trial says less'; fi
  place="$chroot"
  inside() { chroot "$chroot" env -i HOME=/tmp/user PATH=/usr/bin:/bin LANG=C.UTF-8 DISPLAY="$display" XDG_RUNTIME_DIR=/tmp/user/run "$@"; }
  prefix=""
else
  place="$out/root"
  dpkg -x "$package" "$place"
  prefix="$place"
  inside() { env -i HOME="$place/tmp/user" PATH=/usr/bin:/bin LANG=C.UTF-8 DISPLAY="$display" XDG_RUNTIME_DIR="$place/tmp/user/run" "$@"; }
fi
user="$prefix/tmp/user"
rm -rf "$place/tmp/user"
mkdir -p "$place/tmp/user/run" "$place/tmp/user/照片 of mine"
chmod 700 "$place/tmp/user/run"
photos="$user/照片 of mine/demo"
cp -r "$place/usr/lib/imgsim-desktop/_internal/imgsim_desktop/_resources/demo" "$place/tmp/user/照片 of mine/"
imgsim="$prefix/usr/bin/imgsim"

fail() { echo "FAILED: $*"; exit 1; }
seconds() { awk "BEGIN { printf \"%.2f\", $(date +%s.%N) - $1 }"; }
count() { find "$place/tmp/user/照片 of mine" -type f ! -name LICENSE.txt | wc -l; }

echo '-- doctor'
inside "$imgsim" doctor | tee "$out/doctor.log"
grep -q 'NOT READ' "$out/doctor.log" && fail 'a format cannot be read'
for turn in first second; do
  began=$(date +%s.%N); inside "$imgsim" --help >/dev/null; echo "$turn --help: $(seconds "$began") s"
done

echo '-- groups'
inside "$imgsim" scan "$photos" 2>&1 | tee "$out/scan.log"
grep -q 'could not be compared' "$out/scan.log" && fail 'copies were not looked at closely'
groups=$(inside "$imgsim" duplicates "$photos" --json | grep -o '"group":' | wc -l)
inside "$imgsim" duplicates "$photos" | tail -n 3
echo "$groups groups"
[ "$groups" -ge 10 ] || fail 'the demo photos hold a dozen groups of copies'

echo '-- trash and undo'
before=$(count)
inside "$imgsim" duplicates "$photos" --trash --yes | tail -n 3
during=$(count)
[ "$during" -lt "$before" ] || fail 'nothing was trashed'
inside "$imgsim" undo | tail -n 3
[ "$(count)" = "$before" ] || fail "undo brought back $(count) of $before"
echo "$before photos, $during after the trash, $(count) after undo"

echo '-- themes'
for method in kmeans density; do
  inside "$imgsim" themes "$photos" --method "$method" >"$out/themes-$method.log" 2>&1 || { cat "$out/themes-$method.log"; fail "themes by $method"; }
  echo "$method: $(tail -n 1 "$out/themes-$method.log")"
done

echo '-- window'
Xvfb "$display" -screen 0 1400x900x24 -nolisten tcp 2>/dev/null &
screen=$!
sleep 2
began=$(date +%s.%N)
inside "$prefix/usr/bin/imgsim-desktop" --demo &
window=$!
for _ in $(seq 600); do
  if DISPLAY="$display" xdotool search --onlyvisible --name ImgSim >/dev/null 2>&1; then break; fi
  kill -0 $window 2>/dev/null || fail 'the window ended'
  sleep 0.1
done
echo "window after $(seconds "$began") s"
sleep "${IMGSIM_SMOKE_WAIT:-45}"
kill -0 $window || fail 'the window ended'
# the pages that need most: copies, themes, and the map, each with its picture
for page in 2:duplicates 3:themes 4:map; do
  DISPLAY="$display" xdotool search --onlyvisible --name ImgSim windowfocus --sync key "alt+${page%%:*}"
  sleep 20
  DISPLAY="$display" import -window root "$out/${page#*:}.png"
done
for pair in duplicates:themes themes:map; do # a key that came too early leaves the page as it was
  changed=$(compare -metric AE -fuzz 5% "$out/${pair%:*}.png" "$out/${pair#*:}.png" null: 2>&1 || true)
  awk "BEGIN { exit !(${changed%% *} > 20000) }" || fail "${pair#*:} looks like ${pair%:*}: $changed pixels differ"
done
kill -0 $window || fail 'the window ended'
kill -TERM $window
wait $window || true
log="$place/tmp/user/.local/share/imgsim-desktop/logs/imgsim.log"
if [ -f "$log" ] && grep -B 1 -A 40 'Traceback' "$log"; then fail 'an error is in the log of the window'; fi
echo 'It works.'
