"""Writes the list of what a bundle is made of, as CycloneDX (SBOM).

    python packaging/bundle/parts.py FILE.cdx.json [PROGRAM]

With PROGRAM, a bundle for Linux, the building system's libraries in it are parts as well. Run it in the environment the bundle was made in: its tools are taken out of the list.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from pathlib import Path

from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation import make_schemabased_validator
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

from licences import NOT_BUNDLED, base_dependencies, closure, system_packages  # noqa: E402

ALSO_INSIDE = {"pyinstaller", "imgsim-desktop"}
"""The boot loader of a bundle is PyInstaller's."""


def parts(program: Path | None = None) -> str:
    """CycloneDX 1.6 as JSON."""
    command = [
        sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible",
        "--pyproject", str(ROOT / "pyproject.toml"), "--gather-license-texts", sys.executable,
    ]  # fmt: skip
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    document = json.loads(told.stdout)
    wanted = {n for n in base_dependencies() if canonicalize_name(n) not in NOT_BUNDLED}
    inside = set(closure(sorted(wanted))[0]) | ALSO_INSIDE
    kept = [c for c in document["components"] if canonicalize_name(c["name"]) in inside]
    names = {c["bom-ref"] for c in kept} | {document["metadata"]["component"]["bom-ref"]}
    document["components"] = kept + _of_the_system(program)
    document["dependencies"] = [
        {
            **d,
            **(
                {"dependsOn": sorted(names.intersection(d["dependsOn"]))}
                if "dependsOn" in d
                else {}
            ),
        }
        for d in document["dependencies"]
        if d["ref"] in names
    ]
    return json.dumps(document, indent=1, sort_keys=True) + "\n"


def _of_the_system(program: Path | None) -> list[dict[str, str]]:
    """Python itself, and the packages of Debian or Ubuntu that libraries come from."""
    version = platform.python_version()
    places = [("python", version, f"pkg:generic/python@{version}")]
    if program is not None:
        system = platform.freedesktop_os_release()["ID"]
        places += [(n, v, f"pkg:deb/{system}/{n}@{v}") for n, v in system_packages(program).items()]
    return [
        {"type": "library", "bom-ref": link, "name": name, "version": version, "purl": link}
        for name, version, link in places
    ]


def main() -> None:
    text = parts(Path(sys.argv[2]) if len(sys.argv) > 2 else None)
    trouble = make_schemabased_validator(OutputFormat.JSON, SchemaVersion.V1_6).validate_str(text)
    if trouble is not None:
        sys.exit(f"not valid CycloneDX: {trouble}")
    Path(sys.argv[1]).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
