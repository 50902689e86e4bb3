"""The regions of a large cloud, as its own maker lists them, fall on the right side of the border."""

from __future__ import annotations

import json
from pathlib import Path

import botocore
import pytest

from nlu.statements import find_statements

PARTITIONS = json.loads((Path(botocore.__file__).parent / "data" / "partitions.json").read_text(encoding="utf-8"))["partitions"]
REGIONS = [
    (name, "mainland" if partition["id"] == "aws-cn" else "outside")
    for partition in PARTITIONS
    if partition["id"] in ("aws", "aws-cn", "aws-us-gov")
    for name in partition["regions"]
    if name[-1].isdigit()
]


@pytest.mark.parametrize(("region", "side"), REGIONS)
def test_a_region_of_a_cloud_is_a_place_of_the_server(region: str, side: str) -> None:
    assert {each.fact: each.value for each in find_statements(f"hosted in {region}")}.get("server") == side
