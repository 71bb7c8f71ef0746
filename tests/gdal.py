"""GDAL's own reader, which some machines have."""

import shutil
import subprocess

import pytest


def ogrinfo(file):
    """Return what GDAL's own tool says of a file; without the tool the test is skipped."""
    if shutil.which("ogrinfo") is None:
        pytest.skip("ogrinfo is missing: apt-get install gdal-bin")
    done = subprocess.run(
        ["ogrinfo", "-al", "-so", str(file)], capture_output=True, text=True, check=True
    )
    assert not done.stderr, done.stderr
    return done.stdout
