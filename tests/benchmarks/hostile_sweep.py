"""Read every file below some folders, each in a process with a memory limit, and print a table.

    python tests/benchmarks/hostile_sweep.py FOLDER... [--memory-mb 2000] [--seconds 20] [--every N]

A worker process reads file after file; if it dies or hangs, the file it was at is named and a new
worker goes on behind it. Exit code 1 if any file crashed, hung, or raised. POSIX only.
"""

from __future__ import annotations

import argparse
import collections
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _work(memory_mb: int) -> None:
    """Worker: paths on stdin, one answer a line on stdout."""
    from imgsim_desktop.reading.read import read_photo
    from imgsim_desktop.records import Failure, FoundFile, InputShape

    limit = memory_mb * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        file = FoundFile(path, path.parent, path.stat().st_size, 0, 0, 0)
        began = time.perf_counter()
        result = read_photo(file, InputShape(128))
        seconds = time.perf_counter() - began
        if isinstance(result, Failure):
            words = (
                f"{result.reason.value}\t{result.detail.splitlines()[0] if result.detail else ''}"
            )
        else:
            facts = result.facts
            words = f"read\t{facts.format} {facts.width_px} x {facts.height_px}"
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{seconds:.3f}\t{peak_mb}\t{words}", flush=True)


class _Worker:
    def __init__(self, memory_mb: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", __file__, "--worker", "--memory-mb", str(memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1"},
        )

    def ask(self, path: Path, seconds: float) -> tuple[str, list[str]]:
        """("ok", answer), ("hang", []) or ("crash", last words)."""
        import select

        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(f"{path}\n")
        process.stdin.flush()
        ready, _, _ = select.select([process.stdout], [], [], seconds)
        if not ready:
            self.close()
            return "hang", []
        line = process.stdout.readline()
        if not line:
            code = process.wait()
            words = process.stderr.read().strip().splitlines()[-1:]
            return "crash", [f"exit {code}", *words]
        return "ok", line.rstrip("\n").split("\t")

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--memory-mb", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth file")
    parser.add_argument("--worker", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true", help="one line a file")
    args = parser.parse_args()
    if args.worker:
        _work(args.memory_mb)
        return 0
    below = (path for folder in args.folders for path in folder.resolve().rglob("*"))
    files = sorted(path for path in below if path.is_file())[:: args.every]
    counts: collections.Counter[str] = collections.Counter()
    troubles: list[str] = []
    slowest: list[tuple[float, str]] = []
    peak_mb = 0
    worker = _Worker(args.memory_mb)
    for path in files:
        kind, answer = worker.ask(path, args.seconds)
        if kind != "ok":
            worker.close()
            troubles.append(f"{kind}  {path}  {' '.join(answer)}")
            counts[kind] += 1
            worker = _Worker(args.memory_mb)
            continue
        counts[answer[2]] += 1
        slowest.append((float(answer[0]), str(path)))
        peak_mb = max(peak_mb, int(answer[1]))
        if args.verbose:
            print("\t".join([*answer, str(path)]))
    worker.close()
    print(f"{len(files)} files, peak memory {peak_mb} MB (limit on addresses {args.memory_mb} MB)")
    for name, count in counts.most_common():
        print(f"{count:6}  {name}")
    print("slowest:")
    for seconds, name in sorted(slowest, reverse=True)[:5]:
        print(f"{seconds:8.2f} s  {name}")
    for trouble in troubles:
        print(trouble)
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
