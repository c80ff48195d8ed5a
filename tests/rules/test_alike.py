"""Names held against names: what is found is what a comparison with each of them would find."""

from hypothesis import given
from hypothesis import strategies as st

from rules.exchange.alike import SHORTEST, Alike
from rules.names import norm_name, similar

LEAST = 0.85
NAMES = st.lists(
    st.text(alphabet="恒达机械abc ", min_size=1, max_size=14).map(norm_name).filter(bool),
    min_size=1,
    max_size=12,
    unique=True,
)


@given(NAMES, st.data())
def test_every_name_near_enough_is_found(names: list[str], data: st.DataObject) -> None:
    asked = data.draw(st.sampled_from(names))
    alike = Alike(names, LEAST)
    for n, name in enumerate(names):
        alike.add(name, n)
    near = {
        name: similar(asked, name)
        for name in names
        if name != asked and min(len(name), len(asked)) >= SHORTEST and similar(asked, name) >= LEAST
    }
    found = alike.find(asked)
    assert (found is None) == (not near)
    assert found is None or near[names[found]] == max(near.values())
