"""Files fetched by a reader's browser."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.browser.conftest import Opened
from tests.browser.reading import control

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False])
def test_the_view_on_show(open_page: Opened, tmp_path: Path, scripts: bool) -> None:
    page = open_page("/s/enclave-exits?measure=deaths&source=SOHR", scripts=scripts)
    with page.expect_download() as caught:
        page.locator("#files a:visible", has_text="CSV").first.click()
    assert caught.value.suggested_filename == "waymark_enclave-exits_deaths_persons_source-SOHR_as-known-2019-03-23.csv"
    caught.value.save_as(tmp_path / "view.csv")
    frame = pd.read_csv(tmp_path / "view.csv")
    assert set(frame["measure"]) == {"deaths"}
    assert set(frame["source"]) == {"SOHR"}
    if scripts:
        assert control(page, "source").input_value() == "SOHR", "the page stands as it was"


@pytest.mark.parametrize("table", ["series", "figures", "reports"])
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_all_that_is_published(open_page: Opened, tmp_path: Path, table: str, form: str) -> None:
    page = open_page("/s/enclave-exits", scripts=False)
    with page.expect_download() as caught:
        page.locator(f'#files a[href$="/{table}.{form}"]:visible').click()
    name = caught.value.suggested_filename
    assert name == f"waymark_enclave-exits_{table}_as-known-2019-03-23.{form}"
    caught.value.save_as(tmp_path / name)
    frame = pd.read_csv(tmp_path / name) if form == "csv" else pd.read_parquet(tmp_path / name)
    assert len(frame) > 40
