; Inno Setup 6: an installer for one user, without an administrator.
;   iscc /DVersion=1.2.3 /DProgram=C:\...\imgsim-desktop /DOutput=C:\...\dist packaging\windows\imgsim.iss
#ifndef Version
  #error "Version, Program and Output are given on the command line"
#endif

[Setup]
AppId={{6E0B6B62-8E5C-4E0E-9E73-2B6A3A6E7C11}
AppName=ImgSim Desktop
AppVersion={#Version}
AppPublisher=ImgSim Desktop contributors
AppPublisherURL=https://imgsim-desktop.invalid
AppUpdatesURL=https://imgsim-desktop.invalid/releases
DefaultDirName={localappdata}\Programs\ImgSim Desktop
DefaultGroupName=ImgSim Desktop
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile={#Program}\licences\LICENSE
SetupIconFile={#Icon}
UninstallDisplayIcon={app}\imgsim-desktop.exe
OutputDir={#Output}
OutputBaseFilename=ImgSim-Desktop-{#Version}-windows-x64
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ChangesEnvironment=yes
CloseApplications=yes

[Languages]
Name: "english"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "explorer"; Description: "Put ""Find similar pictures"" into Explorer's menu of folders"
Name: "path"; Description: "Make the command imgsim known to the command line"; Flags: unchecked

[Files]
Source: "{#Program}\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[InstallDelete]
; an older version's libraries must not lie beside those of this one
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\ImgSim Desktop"; Filename: "{app}\imgsim-desktop.exe"; AppUserModelID: "ImgSimDesktop"

[Registry]
Root: HKCU; Subkey: "Software\Classes\Directory\shell\ImgSimDesktop"; ValueType: string; ValueData: "Find similar pictures"; Flags: uninsdeletekey; Tasks: explorer
Root: HKCU; Subkey: "Software\Classes\Directory\shell\ImgSimDesktop"; ValueType: string; ValueName: "Icon"; ValueData: "{app}\imgsim-desktop.exe"; Tasks: explorer
Root: HKCU; Subkey: "Software\Classes\Directory\shell\ImgSimDesktop\command"; ValueType: string; ValueData: """{app}\imgsim-desktop.exe"" ""%V"""; Tasks: explorer
Root: HKCU; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; Check: IsNotOnPath(ExpandConstant('{app}')); Tasks: path

[Run]
Filename: "{app}\imgsim-desktop.exe"; Description: "Start ImgSim Desktop"; Flags: nowait postinstall skipifsilent

[Code]
function IsNotOnPath(Folder: string): Boolean;
var
  Before: string;
begin
  if not RegQueryStringValue(HKCU, 'Environment', 'Path', Before) then
    Before := '';
  Result := Pos(';' + Lowercase(Folder) + ';', ';' + Lowercase(Before) + ';') = 0;
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Folder: string;
begin
  // decisions, the journal and what undo needs stay unless somebody says otherwise; a silent uninstall keeps them
  Folder := ExpandConstant('{localappdata}\imgsim-desktop');
  if (Step = usPostUninstall) and DirExists(Folder) and not UninstallSilent then
    if MsgBox('Delete your libraries, decisions and the journal as well? Without the journal nothing that was moved to the trash can be brought back by ImgSim Desktop. Your photos are not touched.',
        mbConfirmation, MB_YESNO or MB_DEFBUTTON2) = IDYES then
      DelTree(Folder, True, True, True);
end;
