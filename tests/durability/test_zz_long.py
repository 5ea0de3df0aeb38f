from tests.durability import test_power_cuts as t
from tests.durability.power import record, endure
from roost.doors.site.settings import DATABASES


def test_p(world, tmp_path):
    pr = [p.strip() for p in DATABASES["default"]["OPTIONS"]["init_command"].split(";") if p.strip()]
    r = record(world, seed=5, count=150)
    for s in range(12):
        d = tmp_path / str(s)
        d.mkdir()
        print(s, endure(r, d, pragmas=pr, seed=s, cuts=50))
