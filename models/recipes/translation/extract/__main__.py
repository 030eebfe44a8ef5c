"""Make NAME.tsv (Spanish, English, NAME) or a part of mono-es.tsv or mono-en.tsv (text, NAME) for each public source.

    python -m extract --mirror DIR --out DIR [--debian DIR] [NAME…]

The mirror holds a git repository for each that `sources.toml` names, as DIR/OWNER+NAME; the Debian folder a tree for
each package (`dpkg -x PACKAGE.deb DIR/PACKAGE`). A source whose material isn't there is named, with what to fetch, and
the others are made all the same; the status is then 1.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path

from . import benchmarks, books, documents, messages, mono
from .cleaning import write_mono, write_pairs
from .inputs import SOURCES, Inputs, Missing

READERS = (benchmarks, books, documents, messages, mono)  # imported for the readers that they register


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="all, if none is given")
    parser.add_argument("--mirror", type=Path, required=True, help="git repositories, OWNER+NAME")
    parser.add_argument("--debian", type=Path, help="unpacked Debian packages")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    toml = Path(__file__).parents[1] / "sources.toml"
    listed = {entry["name"]: entry for entry in tomllib.loads(toml.read_text(encoding="utf-8"))["source"]}
    names = args.names or [name for name in SOURCES if name in listed]
    if unknown := [name for name in names if name not in listed or name not in SOURCES]:
        parser.error("no public source: " + ", ".join(unknown))
    args.out.mkdir(parents=True, exist_ok=True)

    missing = 0
    for name in names:
        source = SOURCES[name]
        try:
            inputs = Inputs.find(listed[name], mirror=args.mirror, debian=args.debian, out=args.out)
            if source.language:
                path = args.out / f"mono-{source.language}.tsv"
                count = write_mono(path, name, source.read(inputs), most=source.most)
            else:
                path = args.out / f"{name}.tsv"
                count = write_pairs(path, name, source.read(inputs), most=source.most, check=source.check)
        except Missing as error:
            print(f"{name}: {error}", file=sys.stderr)
            missing += 1
        else:
            print(f"{name}: {count} in {path.name}", flush=True)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
