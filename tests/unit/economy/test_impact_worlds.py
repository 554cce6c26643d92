"""Worlds: reading, refusing, saving, and the embedded one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.economy.data import embed
from detente.economy.data.icio_shares import read_icio_shares
from detente.economy.data.io_tables import read_icio, read_wiod
from detente.economy.data.plainfiles import read_rows
from detente.economy.data.published import read_caliendo_parro, read_us_china
from detente.economy.data.published_liberation_day import read_liberation_day
from detente.economy.data.published_ossa import read_ossa
from detente.economy.data.ras import scale_to
from detente.economy.data.toy import toy_world
from detente.economy.data.worldfiles import default_world, load_world, save_world, with_base_tariffs
from detente.economy.model.worldcheck import faults
from detente.economy.solver.baseline import rebalanced
from detente.economy.solver.solving import solve
from detente.terms import InputError, SolveError, UnreadableFile


def test_embedded_world_clears_and_is_marked():
    world = default_world()
    assert world.size == (20, 22)
    assert faults(world, 1e-9) == []
    assert world.derived_cells is not None and world.derived_cells[..., world.sector("electronics")].all()
    assert not world.derived_cells[..., world.sector("transport")].any()
    assert any("oe.cd/icio" in source for source in world.sources)
    assert np.abs(solve(world).real_income - 1).max() < 1e-10


def test_embedded_file_is_small_and_rebuilt_byte_for_byte(economy_folder, tmp_path):
    from importlib.resources import files

    held = files("detente.economy.data") / "world2019.npz"
    embed.write(economy_folder, tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == held.read_bytes()
    assert len(held.read_bytes()) < 1_000_000


def test_embedded_world_keeps_the_published_totals(economy_folder):
    source = read_icio(economy_folder / "oecd-icio-g20" / "icio_oecd2023_2019_isic_g20.npz")
    world = default_world()
    made = [world.sector(name) for name in embed.MANUFACTURES]
    farm = [world.sector("oilseeds"), world.sector("agriculture")]
    assert np.abs(world.trade[:, :, made].sum(axis=2) - source.trade[:, :, source.sector("C")]).max() < 0.02
    assert np.abs(world.trade[:, :, farm].sum(axis=2) - source.trade[:, :, source.sector("A")]).max() < 0.02
    assert world.trade.sum() == pytest.approx(source.trade.sum(), rel=1e-9)


READERS = {
    "oecd-icio-g20": lambda f: read_icio(f / "icio_oecd2023_2019_isic_g20.npz").size == (20, 20),
    "oecd-icio-77x45-shares": lambda f: read_icio_shares(f).inputs.shape == (77, 45, 45),
    "wiod-2011": lambda f: read_wiod(f, cut_negatives=True).size == (16, 14),
    "liberation-day-2025": lambda f: read_liberation_day(f).world.size == (194, 1),
    "cp2015-nafta": lambda f: read_caliendo_parro(f).world.size == (31, 40),
    "us-china-2017-7x44": lambda f: read_us_china(f).world.size == (7, 44),
    "ossa2014": lambda f: read_ossa(f).world.size == (7, 33),
    "soy-monthly": lambda f: {r["Country"] for r in read_rows(f / "soy_long.csv")} >= {"USA", "Brazil"},
}


# customs values by code and partner: no input of the model as yet
NO_READER_YET = {"us-imports-2024"}


def test_no_shared_set_is_without_a_reader(economy_folder):
    found = {one.name for one in economy_folder.iterdir() if one.is_dir()}
    assert found - NO_READER_YET == set(READERS)


@pytest.mark.parametrize("name", READERS)
def test_every_shared_set_is_read(name, economy_folder):
    assert READERS[name](economy_folder / name)


def test_shared_tables_clear_or_say_where_they_do_not(economy_folder):
    icio = read_icio(economy_folder / "oecd-icio-g20" / "icio_oecd2023_2019_isic_g20.npz")
    assert faults(icio) == []
    with pytest.raises(InputError, match=r"trade \[KOR → ROW → mining\] is negative"):
        read_wiod(economy_folder / "wiod-2011")
    wiod = read_wiod(economy_folder / "wiod-2011", cut_negatives=True)
    assert any("negative cell" in line for line in wiod.derived)
    assert faults(rebalanced(wiod), 1e-9) == []


def test_shares_that_do_not_add_up_are_named(economy_folder, tmp_path):
    folder = economy_folder / "oecd-icio-77x45-shares"
    name = "icio2020_77x45_B_G_alpha_D_theta.npz"
    (tmp_path / "labels.txt").write_text((folder / "labels.txt").read_text())
    held = dict(np.load(folder / name))
    held["alpha"][0, 3] += 0.5
    np.savez(tmp_path / name, **held)
    with pytest.raises(InputError, match=r"final shares of BEL add up to 1[.]5"):
        read_icio_shares(tmp_path)
    # a table without flows between regions is no world, and says what it lacks
    with pytest.raises(UnreadableFile, match="lacks regions, sectors, trade"):
        load_world(folder / name)


def test_saved_world_comes_back_to_the_last_bit(tmp_path):
    world = toy_world(4, 3, seed=2)
    save_world(world, tmp_path / "world.npz")
    again = load_world(tmp_path / "world.npz")
    for name in ("trade", "tariff", "value_added", "inputs", "final", "deficit", "theta"):
        assert np.array_equal(getattr(world, name), getattr(again, name))
    assert again.derived == world.derived


def write_folder(folder, *, drop=None, bad=None):
    world = toy_world(2, 2, seed=1, tariffs=False)
    lines = ["exporter,importer,sector,value_musd"]
    for i, a in enumerate(world.regions):
        for n, b in enumerate(world.regions):
            for j, s in enumerate(world.sectors):
                lines.append(f"{a},{b},{s},{world.trade[i, n, j]!r}")
    use = ["region,input,user,value_musd"]
    final = ["region,sector,value_musd"]
    for n, a in enumerate(world.regions):
        for k, good in enumerate(world.sectors):
            for j, user in enumerate(world.sectors):
                use.append(f"{a},{good},{user},{float(world.inputs[n, k, j] * world.output[n, j])!r}")
            final.append(f"{a},{good},{float(world.final[n, k] * world.income[n])!r}")
    if drop:
        lines.pop(drop)
    if bad:
        lines[1] = bad
    (folder / "trade.csv").write_text(
        "\n".join(line.replace("np.float64(", "").replace(")", "") for line in lines)
    )
    (folder / "use.csv").write_text("\n".join(use))
    (folder / "final.csv").write_text("\n".join(final))
    (folder / "elasticities.csv").write_text("sector,theta\nS1,4\nS2,5\n")
    return world


def test_csv_folder_is_read(tmp_path):
    world = write_folder(tmp_path)
    again = load_world(tmp_path)
    assert faults(again) == []
    assert np.allclose(again.trade, world.trade)
    assert np.allclose(again.inputs, world.inputs)


def test_missing_cell_is_named(tmp_path):
    write_folder(tmp_path, drop=3)
    with pytest.raises(InputError, match="missing cell R1 → R2 → S1"):
        load_world(tmp_path)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("R1,R1,S1,lots", "not a number"),
        ("R1,R9,S1,3", "unknown importer 'R9'"),
        ("R1,R1,S1,-5", "is negative"),
        ("R1,R1,S1,nan", "is missing"),
    ],
)
def test_bad_rows_are_named(tmp_path, row, words):
    write_folder(tmp_path, bad=row)
    with pytest.raises(InputError, match=words):
        load_world(tmp_path)


def test_files_that_are_no_world_are_refused(tmp_path):
    (tmp_path / "x.npz").write_bytes(b"PK\x03\x04 nonsense")
    with pytest.raises(UnreadableFile):
        load_world(tmp_path / "x.npz")
    np.savez(tmp_path / "object.npz", regions=np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(UnreadableFile):
        load_world(tmp_path / "object.npz")
    np.savez(tmp_path / "short.npz", regions=np.array(["A", "B"]))
    with pytest.raises(UnreadableFile, match="lacks sectors, theta, trade"):
        load_world(tmp_path / "short.npz")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda w: replace(w, tariff=np.where(w.tariff > 0.1, -1.0, w.tariff)), "at or below -100 %"),
        (lambda w: replace(w, trade=np.where(w.trade == w.trade.max(), np.nan, w.trade)), "is missing"),
        (lambda w: replace(w, deficit=w.deficit + 1e6), "deficit of R1"),
        (lambda w: replace(w, trade=w.trade[:, :, :1]), r"trade has shape \(3, 3, 1\)"),
        (lambda w: replace(w, trade=w.trade * np.array([1.0, 1.3])), "away from what its users"),
        (lambda w: replace(w, regions=("A", "A", "B")), "appears more than once"),
        (
            lambda w: replace(w, trade=w.trade * np.array([0.0, 1.0, 1.0])[:, None, None]),
            "sells nothing at all",
        ),
    ],
)
def test_broken_worlds_are_refused_with_the_cell(change, words):
    world = replace(change(toy_world(3, 2, seed=5)), _cache={})
    with pytest.raises(InputError, match=words):
        solve(world)


def test_unknown_labels_name_the_nearest():
    with pytest.raises(InputError, match="did you mean"):
        default_world().sector("oilseed")
    with pytest.raises(InputError, match="no region 'XYZ'"):
        default_world().region("XYZ")


def test_base_tariffs_load_use_and_keep_the_accounts():
    world = toy_world(4, 3, seed=8, tariffs=False)
    tariff = np.full(world.trade.shape, 0.1)
    for n in range(4):
        tariff[n, n] = 0.0
    loaded = with_base_tariffs(world, tariff, "test")
    assert faults(loaded, 1e-9) == []
    assert np.array_equal(loaded.trade, world.trade)
    assert loaded.revenue.min() > 0


def test_scaling_to_margins_reaches_them_or_says_so():
    table = np.ones((2, 2))
    rows, columns = np.indices((2, 2))
    fitted = scale_to(table, [(rows, np.array([3.0, 7.0])), (columns, np.array([4.0, 6.0]))])
    assert np.allclose(fitted, [[1.2, 1.8], [2.8, 4.2]])
    with pytest.raises(SolveError, match="margins still off"):
        scale_to(np.eye(2), [(rows, np.array([3.0, 7.0])), (columns, np.array([4.0, 6.0]))], limit=20)
