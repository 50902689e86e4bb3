"""What goes wrong on the machines of a cluster, each under a light load of conversations through the front.

After each: what was acknowledged is stored once, in order and in its own conversation, and who waited was told so in a clear sentence.
How long it took is printed (`pytest -s`, as `make test-cluster` has it).
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cluster.parts import frozen
from tests.cluster.running import RunningCluster
from tests.faults.disks import Disk
from tests.faults.kept_up import Load, becomes
from tools.cluster import MODEL, use_model
from tools.environment import ROOT
from tools.serve import answers

pytestmark = pytest.mark.faults

KNOWN = {"not_stored", "unreachable", "stopping", "not_ready", "turn_failed"}


def said_clearly(cluster: RunningCluster) -> None:
    """Every refusal was one that is known, with a sentence in the language that was asked for."""
    for language, status, answer in cluster.refusals:
        assert (status, answer["error"]["code"] in KNOWN) == (503, True), answer
        assert bool(re.search("[\u3400-\u9fff]", answer["error"]["message"])) == (language == "zh"), answer


def tried(cluster: RunningCluster, name: str, fault: Callable[[], object], allowed: set[int]) -> None:
    """Has the fault happen under load, and looks at what is left of it."""
    with Load(cluster, re.sub(r"\W+", "-", name), pause=0.3) as load:
        becomes(load.is_under_way, "answers")
        started = time.monotonic()
        fault()
        whole = cluster.whole_again() - started
    load.check()
    said_clearly(cluster)
    codes = Counter(answer["error"]["code"] for _, _, answer in cluster.refusals)
    assert set(load.statuses) <= allowed, (load.statuses, codes)
    print(
        f"\n{name}: whole again after {whole:.1f} s; the longest that one of {sum(map(len, load.acknowledged.values()))} messages "
        f"waited for its answer was {max(load.waits):.1f} s; refused tries: {dict(codes) or 'none'}."
    )


def test_a_killed_action_server_cuts_no_turn(cluster: RunningCluster) -> None:
    tried(cluster, "one action server killed", lambda: cluster.kill("actions-1"), {200})


def test_without_redis_all_goes_on(cluster: RunningCluster) -> None:
    tried(cluster, "Redis killed", lambda: cluster.kill("redis"), {200})


def test_a_killed_database_loses_nothing_that_was_answered(cluster: RunningCluster) -> None:
    tried(cluster, "PostgreSQL killed", lambda: cluster.kill("postgres"), {200, 503})


def test_a_database_that_stands_still_and_crawls_is_waited_for_or_a_turn_is_refused_in_time(cluster: RunningCluster) -> None:
    def crawl() -> None:
        database = cluster.pid("postgres")
        with frozen(database):
            time.sleep(6)
        for _ in range(15):
            with frozen(database):
                time.sleep(0.3)
            time.sleep(0.1)

    tried(cluster, "PostgreSQL stands still for 6 s and crawls for 6 s", crawl, {200, 503})


@contextmanager
def nothing_can_be_stored(cluster: RunningCluster, disk: Disk) -> Iterator[None]:
    """The disk of the database is full; where it cannot be filled, the database says so itself."""
    if disk.is_small:
        with disk.filled():
            yield
        return
    cluster.rows("create function full_disk() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$")
    for table in ("events", "probe"):
        cluster.rows(f"create trigger full_disk before insert on {table} execute function full_disk()")
    yield
    cluster.rows("drop function full_disk cascade")


def test_on_a_full_disk_a_turn_is_refused_and_counts_once_there_is_room_again(
    cluster: RunningCluster, database_disk: Disk
) -> None:
    def fill() -> None:
        with nothing_can_be_stored(cluster, database_disk):
            becomes(lambda: cluster.refusals, "a refusal")
            becomes(lambda: not answers(f"{cluster.assistants()[0]}/ready"), "not ready")

    tried(cluster, "the disk of PostgreSQL full", fill, {200, 503})
    assert cluster.refusals


def test_a_killed_assistant_is_replaced_by_the_other_at_once(cluster: RunningCluster) -> None:
    tried(cluster, "one assistant killed", lambda: cluster.kill("assistant-1"), {200, 503})


def with_another_id(model: Path, made: Path) -> str:
    """A model that is another one by its id; the id."""
    new = "another-model"
    with tarfile.open(model) as old, tarfile.open(made, "w:gz") as archive:
        for member in old.getmembers():
            content = old.extractfile(member)
            if member.name.lstrip("./") == "metadata.json" and content is not None:
                metadata = {**json.load(content), "model_id": new}
                (made.parent / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
                archive.add(made.parent / "metadata.json", arcname=member.name)
            else:
                archive.addfile(member, content)
    return new


def test_an_update_to_another_model_refuses_nobody(cluster: RunningCluster, tmp_path: Path) -> None:
    folder = cluster.folder / "cluster"
    before = (folder / MODEL).resolve()
    another = tmp_path / "another.tar.gz"
    model_id = with_another_id(before, another)
    code = "from tools.cluster import update; from pathlib import Path; import sys; update(*map(Path, sys.argv[1:]))"
    updating = [sys.executable, "-c", code, str(folder), str(another)]
    tried(cluster, "update to another model", lambda: subprocess.run(updating, cwd=ROOT, check=True), {200})
    assert cluster.post("updated", "hello", "updated-0")[0] == 200
    ((data,),) = cluster.rows(
        "select data from events where sender_id = 'updated' and type_name = 'user' order by id desc limit 1"
    )
    assert json.loads(data)["metadata"]["model_id"] == model_id
    use_model(folder, before)


def test_when_everything_has_ended_all_that_was_answered_is_there_afterwards(cluster: RunningCluster) -> None:
    first = cluster.post("restarted", "the server is in Nanjing", "restarted-0")
    assert first[0] == 200

    def restart() -> None:
        processes = list(cluster.state["pids"].values())
        assert len(processes) == 7
        assert cluster.process is not None
        # What keeps the others up is killed, and none of them is left over.
        cluster.process.kill()
        cluster.process.wait()
        becomes(lambda: not any(_runs(each) for each in processes), "the end of all of them")
        cluster.start()

    # Meanwhile there is not even a front, so nobody says anything.
    tried(cluster, "everything killed and started again", restart, {0, 200, 503})
    assert cluster.post("restarted", "the server is in Nanjing", "restarted-0") == first
    assert "server in mainland China" in cluster.summary("restarted")


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
