"""Which disk a folder lies on, as the kernel lists it."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgsim_desktop.listing import drives
from imgsim_desktop.listing.drives import Mount, mount_of

LIST = r"""22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
30 22 8:17 / /media/me/My\040Photos rw,nosuid shared:1 - exfat /dev/sdb1 rw
31 22 0:50 / /mnt/nas rw - nfs4 server:/export rw
32 22 0:51 / /mnt/win rw - cifs //server/share rw
33 22 8:33 / /media/me/Stick rw - fuseblk /dev/sdc1 rw
34 22 0:52 / /mnt/ssh rw - fuse.sshfs me@server:/ rw
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    path = tmp_path / "mountinfo"
    path.write_text(LIST)
    return path


def test_a_folder_lies_on_the_mount_that_is_nearest_above_it(mounts: Path) -> None:
    assert mount_of(Path("/home/me"), mounts) == Mount(Path("/"), "ext4", "/dev/sda1")
    found = mount_of(Path("/media/me/My Photos/2023"), mounts)
    assert found == Mount(Path("/media/me/My Photos"), "exfat", "/dev/sdb1")
    assert mount_of(Path("/mnt/nasty"), mounts) == Mount(Path("/"), "ext4", "/dev/sda1")
    assert mount_of(Path("/home"), mounts.with_name("nothing")) is None


@pytest.mark.skipif(drives.sys.platform != "linux", reason="Linux tells by its list of mounts")
@pytest.mark.parametrize(
    ("folder", "is_deaf"),
    [
        ("/home/me", False),
        ("/media/me/My Photos", False),
        ("/media/me/Stick", False),
        ("/mnt/nas/2023", True),
        ("/mnt/win", True),
        ("/mnt/ssh/photos", True),
    ],
)
def test_what_another_machine_changes_is_not_heard_on_this_one(
    mounts: Path, monkeypatch: pytest.MonkeyPatch, folder: str, is_deaf: bool
) -> None:
    monkeypatch.setattr(drives, "mount_of", lambda folder: mount_of(folder, mounts))
    assert drives.may_be_deaf(Path(folder)) is is_deaf


@pytest.mark.skipif(drives.sys.platform != "linux", reason="Linux names disks by links")
def test_a_disk_has_the_name_it_was_given_else_that_of_its_folder(
    mounts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drives, "mount_of", lambda folder: mount_of(folder, mounts))
    assert drives.volume_name(Path("/home/me")) == ""
    assert drives.volume_name(Path("/media/me/My Photos/2023")) == "My Photos"
    labels = tmp_path / "by-label"
    labels.mkdir()
    device = tmp_path / "sdb1"
    device.touch()
    (labels / r"Grandma\x27s").symlink_to(device)
    assert drives._label_of(str(device), labels) == "Grandma's"
    assert drives._label_of(str(tmp_path / "sdc1"), labels) == ""
