"""The public site as files: every address, the bytes a reader is sent, nothing that died, turned in one step."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from governance import publication
from governance.public import export, views
from governance.public.addresses import public_addresses, public_modules
from programmes.choices import Marking
from tests.factories import governance as g
from tests.factories import programmes as p
from tests.factories.telling import make_editor, make_publisher, publish, publish_record

pytestmark = pytest.mark.django_db
PUBLIC = {"marking": Marking.PUBLIC}
LINK = re.compile(r'(?:href|src)="(/[^"#?]*)')


@pytest.fixture
def case():
    programme = p.make_programme(short_name="7F", alliance=p.make_alliance(short_name="Seven", **PUBLIC), **PUBLIC)
    return g.make_business_case(title="Vetting", programme=programme, **PUBLIC)


@pytest.fixture
def site(tmp_path) -> Path:
    return tmp_path / "site"


def run(site: Path) -> list[str]:
    out = io.StringIO()
    call_command("export_site", str(site), stdout=out)
    return out.getvalue().splitlines()


def file_at(site: Path, address: str) -> Path:
    return site / f"{address.strip('/')}/index.html".lstrip("/") if address.endswith("/") else site / address[1:]


def test_each_file_holds_the_bytes_that_are_served(client, case, site):
    publish_record()
    case.title = "Vetting of staff"
    case.save()
    publish_record()

    said = run(site)

    addresses = list(public_addresses())
    assert f"/cases/{case.reference}/" in addresses
    assert f"/editions/1/cases/{case.reference}/" in addresses
    assert {"/", "/editions/", "/corrections/", "/editions/1/", "/editions/2/"} <= set(addresses)
    for address in addresses:
        served = client.get(address, secure=True, SERVER_NAME="127.0.0.1")  # as the export asks
        assert file_at(site, address).read_bytes() == served.content, address
    assert (site / "404.html").read_bytes() == client.get("/no-such-page/").content
    assert said[-2] == f"  {len(addresses):,} of {len(addresses):,} addresses written"
    written = [file for file in site.resolve().rglob("*") if file.is_file()]
    assert said[-1].startswith(f"{len(written):,} files in ")
    assert {file.name for file in (site / "static").iterdir()} == {"register.css", "favicon.svg", "mark.svg"}
    assert (site / "static" / "register.css").read_bytes() == Path("static/register.css").read_bytes()


def test_every_link_leads_to_a_file(case, site, monkeypatch, settings):
    settings.ALERTS_LINK = "https://alerts.example.org/alerts/"  # as in production: another process answers it
    monkeypatch.setattr(views, "EDITIONS_ON_A_PAGE", 1)
    publish_record()
    case.title = "Vetting of staff"
    case.save()
    publish_record()
    run(site)

    linked = {
        link for file in site.resolve().rglob("*.html") for link in LINK.findall(file.read_text()) if link[1:2] != "/"
    }  # fmt: skip

    assert len(linked) > 30
    assert [link for link in sorted(linked) if not file_at(site, link).is_file()] == []
    assert "/editions/before-2/" in linked
    assert f'href="{settings.ALERTS_LINK}"' in (site.resolve() / "index.html").read_text()


def test_a_withdrawn_page_leaves_its_tombstone_and_what_died_is_gone(client, case, site):
    publish_record()
    other = g.make_business_case(title="Fleet", programme=case.programme, **PUBLIC)
    publish_record()
    run(site)
    assert file_at(site, f"/cases/{other.reference}/").is_file()
    publish(publication.withdraw(by=make_editor(), path=f"/cases/{case.reference}/", reason="Published by mistake."))
    other.marking = Marking.INTERNAL
    other.save()
    publish_record()
    before = site.resolve()

    run(site)

    stone = file_at(site, f"/cases/{case.reference}/").read_bytes()
    assert stone == client.get(f"/cases/{case.reference}/").content
    assert b"Published by mistake." in stone
    assert not file_at(site, f"/cases/{other.reference}/").exists()
    assert (before.exists(), site.is_symlink()) == (False, True)
    assert sorted(f.name for f in site.parent.iterdir()) == ["site", site.resolve().name]


def test_a_broken_run_leaves_the_old_site(case, site, monkeypatch):
    publish_record()
    run(site)
    before = site.resolve()
    monkeypatch.setattr(export, "asset", lambda name: (_ for _ in ()).throw(export.ExportRefused("No such asset.")))
    monkeypatch.setattr(export.os, "getpid", lambda: 1)

    with pytest.raises(CommandError, match="No such asset"):
        run(site)

    assert site.resolve() == before
    assert sorted(f.name for f in site.parent.iterdir()) == ["site", before.name]


def test_an_edition_published_meanwhile_is_noticed(case, site):
    publish_record()
    case.title = "Vetting of staff"
    case.save()
    edition = publication.compose(by=make_editor())
    publisher, done = make_publisher(), []

    def say(written: int, of: int) -> None:
        if not done:
            done.append(publish(edition, by=publisher))

    with pytest.raises(export.ExportRefused, match="Another edition was published while the files were written"):
        export.export_site(site, say)
    assert not site.exists()


def test_nothing_is_written_before_the_first_edition(site):
    with pytest.raises(CommandError, match="No edition is published yet"):
        run(site)


def test_a_folder_with_files_of_others_is_left_alone(case, site):
    publish_record()
    site.mkdir()
    run(site)
    assert (site / "index.html").is_file()
    other = site.with_name("other")
    other.mkdir()
    (other / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match="is there already and is not a link that this command made"):
        run(other)
    assert (other / "mine.txt").read_text() == "mine"


def test_every_module_of_public_addresses_says_its_own():
    assert public_modules()
    assert [module.__name__ for module in public_modules() if not hasattr(module, "addresses")] == []


@pytest.mark.parametrize("address", ["/a/../b/", "/a/?x=1", "/a\\b/"])
def test_an_address_that_is_no_file_name_is_refused(address):
    with pytest.raises(export.ExportRefused, match="cannot be a file’s name"):
        export.file_of(address)
