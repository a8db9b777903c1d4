# Homebrew cask; @VERSION@ and @SHA256@ are filled in by fill_manifests.py.
cask "imgsim-desktop" do
  version "@VERSION@"
  sha256 "@SHA256@"

  url "https://imgsim-desktop.invalid/releases/download/v#{version}/ImgSim-Desktop-#{version}-macos-arm64.dmg"
  name "ImgSim Desktop"
  desc "Find similar photos and near-duplicates, and tidy them up safely"
  homepage "https://imgsim-desktop.invalid"

  depends_on arch: :arm64
  depends_on macos: ">= :sonoma"

  app "ImgSim Desktop.app"
  binary "#{appdir}/ImgSim Desktop.app/Contents/MacOS/imgsim"

  # decisions and the journal stay with `brew uninstall`; `--zap` moves them to the trash
  zap trash: "~/Library/Application Support/imgsim-desktop"
end
