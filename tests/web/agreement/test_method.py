"""The page on the method tells the real thresholds."""

from forum.positions.analysis.groups import FEWEST_PARTICIPANTS


def test_the_method_tells_the_thresholds_in_force(article, nobody):
    page = nobody.get("/method")
    assert page.status_code == 200
    words = page.words("main")
    assert "at least 5 votes for or against" in words
    assert "fewer than 40% have no opinion" in words
    assert "at most 25 of 100 cases" in words
    assert "Municipality, Provider" in words


def test_the_method_is_there_before_there_is_an_article(nobody):
    assert nobody.get("/method").status_code == 200


def test_pages_tell_from_how_many_people_on_groups_are_looked_for(article, nobody):
    assert f"at least {FEWEST_PARTICIPANTS} people voted on enough positions" in nobody.get("/method").words()
    groups = nobody.get("/questions/who-is-we/groups").words("main")
    assert f"as soon as there are {FEWEST_PARTICIPANTS}." in groups
