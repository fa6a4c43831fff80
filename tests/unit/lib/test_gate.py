import threading
import time

from forum.lib.gate import FairLock


def test_who_asks_first_goes_first():
    lock, order = FairLock(), []
    lock.acquire(1)

    def take(number):
        lock.acquire(5)
        order.append(number)
        lock.release()

    threads = []
    for number in range(5):
        threads.append(threading.Thread(target=take, args=(number,)))
        threads[-1].start()
        while len(lock._waiting) <= number:  # so that the order of asking is known
            time.sleep(0.001)
    lock.release()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_waiting_ends_and_leaves_nobody_behind():
    lock = FairLock()
    lock.acquire(1)
    assert not lock.acquire(0.01)
    lock.release()
    assert lock.acquire(0.01)
