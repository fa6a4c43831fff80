"""The map of participants, compared with a dense singular value decomposition."""

import numpy as np
import pytest

from forum.positions.analysis.pca import project
from tests import dense


def drawn(participants: int, statements: int, *, seen: float, seed: int = 1) -> np.ndarray:
    """Votes of two camps that see each statement with the same chance."""
    rng = np.random.default_rng(seed)
    camp = rng.integers(0, 2, participants) * 2 - 1
    leaning = camp[:, None] * rng.normal(size=statements) + rng.normal(size=(participants, statements))
    full = np.where(leaning > 0.4, 1.0, np.where(leaning < -0.4, -1.0, 0.0))
    full[rng.random(full.shape) > seen] = np.nan
    return full


def agrees_with_svd(full: np.ndarray) -> bool:
    found = project(dense.sparse(full))
    means, components, coordinates = dense.projection(full)
    signs = np.sign((components * found.components).sum(axis=1))
    return (
        np.allclose(found.means, means, atol=1e-12)
        and np.allclose(found.components, components * signs[:, None], atol=1e-9)
        and np.allclose(found.coordinates, coordinates * signs, atol=1e-9)
    )


@pytest.mark.parametrize("size", [(40, 6), (6, 40), (300, 80), (250, 500)])
def test_components_and_coordinates_are_those_of_the_full_matrix(size):
    assert agrees_with_svd(drawn(*size, seen=0.5))


@pytest.mark.parametrize("name", ["brexit", "taxes", "ubi"])
def test_published_votes_are_placed_as_by_the_full_matrix(name):
    conversation = dense.published(name)
    assert agrees_with_svd(dense.matrix(conversation.last_votes().with_statements(~conversation.excluded)))


def test_the_largest_loading_of_a_component_is_positive():
    components = project(dense.sparse(drawn(60, 20, seen=0.7))).components
    assert (components.max(axis=1) == np.abs(components).max(axis=1)).all()


def test_equal_variances_give_two_components_at_right_angles():
    full = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    components = project(dense.sparse(full)).components
    assert components @ components.T == pytest.approx(np.eye(2), abs=1e-12)


@pytest.mark.parametrize(
    "full",
    [
        np.zeros((0, 0)),
        np.zeros((3, 0)),
        np.full((3, 4), np.nan),
        np.zeros((3, 4)),
        np.ones((3, 4)),
        np.array([[1.0, -1.0, 0.0, np.nan]]),
    ],
)
def test_where_nobody_differs_everybody_stands_in_the_middle(full):
    found = project(dense.sparse(full))
    assert not found.coordinates.any()
    assert not found.components.any()
    assert found.coordinates.shape == (full.shape[0], 2)


def test_one_statement_has_one_component():
    found = project(dense.sparse(np.array([[1.0], [1.0], [-1.0]])))
    assert found.components.tolist() == [[1.0], [0.0]]
    assert found.coordinates[:, 0] == pytest.approx([2 / 3, 2 / 3, -4 / 3])


def test_who_saw_a_quarter_stands_half_as_far_out_and_not_a_quarter():
    full = np.repeat([[1.0, 1.0, 1.0, 1.0], [-1.0, -1.0, -1.0, -1.0]], 5, axis=0)
    brief = np.array([[1.0, np.nan, np.nan, np.nan]])
    found = project(dense.sparse(np.vstack([full, brief])))
    assert found.coordinates[-1, 0] / found.coordinates[0, 0] == pytest.approx(0.5, abs=0.05)
