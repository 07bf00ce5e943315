"""Who answers a payload: the listener that commits, or the edge when there is no more time; never both."""

from concurrent.futures import ThreadPoolExecutor

from bot.edge.receipt import Receipt


def test_what_was_answered_late_is_not_committed() -> None:
    receipt = Receipt()

    assert receipt.answer_late() is False

    assert receipt.is_answered
    assert receipt.begin_commit() is False


def test_what_is_being_committed_may_be_done() -> None:
    receipt = Receipt()

    assert receipt.begin_commit() is True

    assert not receipt.is_answered
    assert receipt.answer_late() is True


def test_of_two_at_once_exactly_one_wins() -> None:
    with ThreadPoolExecutor(2) as threads:
        for _ in range(200):
            receipt = Receipt()
            committing = threads.submit(receipt.begin_commit)
            may_be_done = threads.submit(receipt.answer_late)

            assert committing.result() == may_be_done.result()
