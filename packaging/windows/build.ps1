# The program, its installer and a .zip for Windows; run on Windows in the root of the repository.
#   pwsh packaging/windows/build.ps1 [-Dist FOLDER]
# Needs Python 3.11 or newer, Visual Studio's Build Tools (hnswlib) and, for the installer, Inno Setup 6.
param([string]$Dist = "packaging/build/windows")
$ErrorActionPreference = "Stop"
$PSNativeCommandUseErrorActionPreference = $true
New-Item -ItemType Directory -Force $Dist | Out-Null
$Dist = (Resolve-Path $Dist).Path
$Work = Join-Path $Dist "work"
if (Test-Path $Work) { Remove-Item -Recurse -Force $Work }
New-Item -ItemType Directory $Work | Out-Null

python -m venv "$Work/venv"
$Python = "$Work/venv/Scripts/python.exe"
python packaging/bundle/requirements.py | Out-File -Encoding utf8NoBOM "$Work/requirements.txt"
python packaging/bundle/requirements.py --tools | Out-File -Encoding utf8NoBOM "$Work/tools.txt"
& $Python -m pip install --quiet -r "$Work/requirements.txt"
& $Python -m pip install --quiet -r "$Work/tools.txt"
$Version = & $Python -c "import imgsim_desktop; print(imgsim_desktop.__version__)"

& $Python packaging/make_icons.py "$Work/icons"
& $Python packaging/windows/make_version.py "$Work/version.txt"
$env:IMGSIM_ICON = "$Work/icons/imgsim-desktop.ico"
$env:IMGSIM_VERSION_RESOURCE = "$Work/version.txt"
& $Python -m PyInstaller packaging/bundle/imgsim.spec --noconfirm --log-level WARN --distpath "$Work/program" --workpath "$Work/pyinstaller"
$Program = "$Work/program/imgsim-desktop"
& $Python packaging/licences.py "$Program/licences"
Copy-Item THIRD_PARTY.md "$Program/licences/"
& $Python packaging/bundle/parts.py "$Dist/imgsim-desktop-$Version-windows-x64.cdx.json"

& $Python packaging/bundle/smoke.py "$Program/imgsim.exe"

Compress-Archive -Force -Path $Program -DestinationPath "$Dist/imgsim-desktop-$Version-windows-x64.zip"
$Iscc = (Get-Command iscc -ErrorAction SilentlyContinue).Source
if (-not $Iscc) { $Iscc = "${env:ProgramFiles(x86)}\Inno Setup 6\ISCC.exe" }
if (Test-Path $Iscc) {
  & $Iscc /Q "/DVersion=$Version" "/DProgram=$Program" "/DIcon=$env:IMGSIM_ICON" "/DOutput=$Dist" packaging/windows/imgsim.iss
} else {
  Write-Warning "Inno Setup 6 is not here: no installer was made."
}
