import cProfile, pstats
from tests.durability.power import record
def test_p(world):
    p=cProfile.Profile(); p.enable(); r=record(world, seed=1, count=120); p.disable()
    pstats.Stats(p).sort_stats("cumtime").print_stats(25)
    print(sum(map(len,r.statements)), max(map(len,r.statements)))
    print("\n".join(x[:150] for x in r.statements[0]))
