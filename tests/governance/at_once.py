"""Many people send a form at the same moment, each through a browser and a database connection of their own."""

from threading import Barrier, Thread

from django.db import connections
from django.test import Client

RECORDERS = 50


def post_at_once(clients: list[Client], url: str, data: list[dict]) -> list:
    """The answers to a form sent by all at the same moment, each on a connection of its own."""
    barrier, answers = Barrier(len(clients)), [None] * len(clients)

    def send(place: int) -> None:
        barrier.wait(60)
        try:
            answers[place] = clients[place].post(url, data[place])
        except Exception as error:
            answers[place] = error
        finally:
            connections.close_all()

    threads = [Thread(target=send, args=(place,)) for place in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers


def said(answer) -> str:
    return answer.content.decode().replace("&#x27;", "'")
