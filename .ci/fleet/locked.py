"""A published bucket with object lock and retention: everything works, and nothing that is published can be removed."""

import base64
import hashlib
import re
import urllib.error
import urllib.parse

import councils
from harness import expect
from locked_store import LockedStore

BUCKET = "op-published"
HEAD = "councils/sample/published/head.json"
RETENTION = (
    "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention>"
    "<Mode>COMPLIANCE</Mode><Days>3650</Days></DefaultRetention></Rule></ObjectLockConfiguration>"
)


def locked(fleet, folder):
    """What is published is under retention: it is written, made from and withdrawn, and no version can be removed."""
    fleet.store.ask("PUT", f"{BUCKET}?object-lock", RETENTION.encode()).close()
    guard = LockedStore(fleet.store.port, {BUCKET})
    fleet.store_port = guard.port
    demands(fleet, guard)
    publish(fleet, folder)
    buckets = dict(guard.checked)
    expect(not guard.bare, f"every upload had the right checksum: {sum(buckets.values())} of them")
    expect(all(buckets.get(bucket) for bucket in fleet.store.BUCKETS), "into each of the buckets")
    expect("op-public" in guard.removed and BUCKET not in guard.removed, "nothing was removed from the published bucket")
    retention(fleet)
    fleet.store_port = None


def demands(fleet, guard):
    """The store before moto refuses what a real one does, so that it can be relied on."""

    def put(bucket, headers):
        return refusal(lambda: fleet.store.ask("PUT", f"{bucket}/try", b"x", headers, guard.port))

    digest = base64.b64encode(hashlib.sha256(b"x").digest()).decode()
    expect(put(BUCKET, {}) == 400, "an upload without a checksum is refused")
    expect(put(BUCKET, {"x-amz-checksum-sha256": digest[::-1]}) == 400, "so is one with a wrong checksum")
    expect(put("op-private", {}) is None and guard.bare, "where there is no retention, a missing one is noted")
    expect(put("op-private", {"x-amz-checksum-sha256": digest}) is None, "and the right one is taken")
    fleet.store.change("DELETE", "op-private", "try")
    guard.bare.clear()
    guard.checked.clear()


def publish(fleet, folder):
    """Acts, archives, a run and a second run, each of which writes beside what is locked."""
    data = councils.ROOT / "data"
    meeting = ["--meeting", "cabinet-2026-01-13"]

    def act(command, *options):
        fleet.run(command, "sample", *options, codes=(0, 1))

    fleet.put("sample", data)
    for day in ("2026-01-05", "2026-01-08", "2026-01-08"):
        act("publish", "--", *meeting, "--recorded", "--now", day)
    act("archive", "--output", folder / "bags", "--", *meeting)
    act("archive", "--output", folder / "bags", "--", *meeting)
    act("withdraw", "--", *meeting, "--document", "agenda", "--reason", "It was published too early.", "--now", "2026-02-01")
    expect("councils/sample/cabinet-2026-01-13/agenda.pdf" not in fleet.store.keys("op-public"), "what is withdrawn is public no more")
    fleet.run("verify", "sample")
    councils.make(folder / "other", 24, "other")
    fleet.put("other", folder / "other")
    run = fleet.plan("--council", "other", "--today", councils.TODAY)
    fleet.make(run)
    fleet.run("plan", "--run", run)
    fleet.run("retry", "--run", run)
    fleet.run("serve", "sample")
    fleet.run("verify", "sample")
    expect(True, "two publications, a withdrawal, an archive and a run were done")


def retention(fleet):
    """Every version in the published bucket is kept, whoever asks; what is hidden can be brought back."""
    versions = versions_of(fleet)
    heads = [version for key, version in versions if key == HEAD]
    expect(len(heads) >= 3, f"of {len(versions)} versions {len(heads)} are heads, so that earlier ones are there too")
    for key, version in versions:
        with fleet.store.ask("HEAD", at(key, version)) as answer:
            mode, until = (answer.headers[f"x-amz-object-lock-{name}"] for name in ("mode", "retain-until-date"))
        if mode != "COMPLIANCE" or not until:
            expect(False, f"`{key}` is under retention")
    expect(True, "all of them are under retention")
    refused = [refusal(lambda: fleet.store.ask("DELETE", at(key, version))) for key, version in versions]
    bypass = {"x-amz-bypass-governance-retention": "true"}
    refused += [refusal(lambda: fleet.store.ask("DELETE", at(key, version), headers=bypass)) for key, version in versions[:20]]
    expect(set(refused) == {403}, "the store refuses to remove any of them")
    expect(sorted(versions_of(fleet)) == sorted(versions), "and they are all there")
    # A key that may remove can hide what is published, and no more.
    with fleet.store.ask("DELETE", f"{BUCKET}/{HEAD}") as answer:
        marker = answer.headers["x-amz-version-id"]
    expect(fleet.ended("verify", "sample").returncode != 0, "a head that was hidden is found missing")
    fleet.store.ask("DELETE", at(HEAD, marker)).close()
    fleet.run("verify", "sample")
    expect(True, "and is there again once the mark is removed")


def at(key, version):
    return f"{BUCKET}/{urllib.parse.quote(key)}?versionId={version}"


def versions_of(fleet):
    """Returns all versions in the published bucket: key and version."""
    with fleet.store.ask("GET", f"{BUCKET}?versions&max-keys=5000") as answer:
        text = answer.read().decode()
    if "<IsTruncated>true" in text:
        expect(False, "one page lists all versions")
    found = re.findall(r"<Version>(.*?)</Version>", text, re.DOTALL)
    return [tuple(re.search(f"<{name}>([^<]*)<", version)[1] for name in ("Key", "VersionId")) for version in found]


def refusal(ask):
    """Returns the status with which the store refuses something; `None` where it does not."""
    try:
        ask().close()
    except urllib.error.HTTPError as error:
        return error.code
    return None
