"""One connection to a node on which many requests are under way at a time."""

import itertools
import json

from websockets.sync.client import connect

from .node import RpcError

#: Seconds until an answer.
SECONDS = 60.0


class Wire:
    """A websocket to a node."""

    def __init__(self, url):
        self._socket = connect(url, max_size=None, compression=None)
        self._numbers = itertools.count()

    def call(self, method, *params):
        """Ask the node something."""
        [answer] = self._answers([self._send(method, json.dumps(params))])
        if "error" in answer:
            raise RpcError(answer["error"])
        return answer["result"]

    def submit(self, transactions):
        """Hand transactions in hex to the node, and return the error of each, or None."""
        numbers = [self._send("author_submitExtrinsic", f'["{one}"]') for one in transactions]
        return [answer.get("error") for answer in self._answers(numbers)]

    def _send(self, method, params):
        number = next(self._numbers)
        head = f'{{"jsonrpc":"2.0","id":{number},"method":"{method}","params":'
        self._socket.send(f"{head}{params}}}")
        return number

    def _answers(self, numbers):
        """The answers to these requests, which may come in any order."""
        seen = {}
        while len(seen) < len(numbers):
            answer = json.loads(self._socket.recv(SECONDS))
            seen[answer.get("id")] = answer
        return [seen[number] for number in numbers]
