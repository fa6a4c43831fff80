import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from forum.own_data.writing import write_copy
from tests.lives import Life, a_full_life


@pytest.fixture
def life(article, mo, bob, ada) -> Life:
    return a_full_life(mo, bob, ada)


@pytest.fixture
def copy_of():
    """`copy_of(user)`: (the JSON, the page) of a copy of their data."""

    def make(user) -> tuple[dict, str]:
        file = BytesIO()
        write_copy(user.id, file)
        with ZipFile(file) as folder:
            assert sorted(folder.namelist()) == ["index.html", "own-data.json"]
            return json.loads(folder.read("own-data.json")), folder.read("index.html").decode()

    return make
