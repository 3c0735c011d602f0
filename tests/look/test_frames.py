import pytest

from look import charts, maps


def test_bars_are_drawn_and_told(draw):
    rows = [{"label": "Déposés <b>", "value": 412}, {"label": "Soldés", "value": 103, "note": "25 %"}]
    html = draw('{% bar_chart rows "Du dépôt au solde" %}', rows=rows)
    assert "<title>Du dépôt au solde</title>" in html and "<desc>" in html and "<details" in html
    assert html.count('<rect class="c-bar"') == 2 and "Déposés &lt;b&gt;" in html
    first, second = charts.bars(rows, str)
    assert first.width == pytest.approx(second.width * 4, rel=0.01)


def test_coordinates_have_points_in_french(draw):
    html = draw('{% bar_chart rows "x" %}', rows=[{"label": "a", "value": 3}, {"label": "b", "value": 1}])
    assert 'width="86.7"' in html


def test_a_chart_of_nothing(draw):
    assert "<svg" in draw('{% bar_chart rows "x" %}{% line_chart rows rows "y" %}', rows=[])


def test_lines_stop_where_nothing_is_known(draw):
    series = [
        {"name": "réel", "values": [48, 24, None], "kind": "real"},
        {"name": "prévu", "values": [48, 24, 0], "kind": "plan"},
    ]
    html = draw('{% line_chart series labels "Reste" unit="M€" %}', series=series, labels=["janv.", "févr.", "mars"])
    assert html.count('class="c-real"') == 2 and "c-area" in html
    assert "48\u00a0M€" in html and html.count("<tr>") == 4


@pytest.mark.parametrize(("highest", "top"), [(48, 48), (412, 480), (7, 8), (0.9, 1), (1, 1), (999, 1000)])
def test_ticks_are_round_and_reach_the_top(highest, top):
    ticks = charts.nice_ticks(highest)
    assert ticks[0] == 0 and ticks[-1] == top and len(ticks) == 5


def test_the_balance_leaves_what_is_missing(draw):
    parts = [{"label": "Subvention", "value": 46200}, {"label": "Commune", "value": 12300}]
    drawn = charts.balance(parts, 117000)
    assert drawn[0]["width"] + drawn[1]["width"] == pytest.approx(300, abs=0.2)
    html = draw("{% balance_bar parts total %}", parts=parts, total=117000)
    assert "58\u202f500\u00a0€ sur 117\u202f000\u00a0€" in html


def test_every_department_is_on_the_map_or_listed():
    assert len(maps.outlines()["departments"]) == 96
    assert {"2A", "2B", "75", "95"} <= set(maps.outlines()["departments"])
    assert not set(maps.OVERSEAS) & set(maps.outlines()["departments"])


def test_classes_go_from_least_to_most():
    values = {"59": 9, "62": 6, "22": 3, "35": 1, "44": 0}
    limits = maps.bounds(values)
    found = [maps.class_of(values[code], limits) for code in ("44", "35", "22", "62", "59")]
    assert found == sorted(found) and found[0] == 0 and found[-1] == 5


def test_the_map_has_its_table_its_overseas_and_its_credit(draw):
    html = draw('{% france_map values "Dossiers" picked="59" href="?d=" %}', values={"59": 9, "974": 5, "2A": 1})
    assert html.count("<path") == 96 and html.count(" pick") >= 1
    assert "La Réunion 5" in html and "Mayotte 0" in html and "CC BY 4.0" in html
    assert 'href="?d=974"' in html.replace("&amp;", "&")


def test_a_meter_never_overflows(draw):
    assert 'width="100" height="12" rx="3" class="c-bar"' in draw("{% meter 150 100 %}")
    assert 'width="0" height="12"' in draw("{% meter 0 0 %}")
