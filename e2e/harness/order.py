"""Transactions to be shielded, by hand, on a chain whose blocks come on demand."""

from . import keys, shield

TAO = 10**9

#: Who receives the TAO of an order that names no other call.
RECIPIENT = keys.address("//Shield//Recipient")


class Order:
    """A transaction to be shielded, and carriers of it."""

    def __init__(self, chain, sender, nonce, inner, ciphertext):
        self.chain = chain
        self.sender = sender
        self.nonce = nonce
        self.inner = inner
        self.ciphertext = ciphertext
        self._carriers = {}

    @classmethod
    def of(cls, chain, sender, call=None, inner=None, key=None):
        """A transfer by this development account; or another call of it, or other bytes."""
        pair = keys.pair(sender)
        nonce = chain.account(pair.ss58_address).nonce
        if inner is None:
            inner = chain.sign(call or transfer(chain), pair, nonce + 1, period=shield.PERIOD)
        ciphertext = shield.encrypt(key or shield.key(chain, "NextKey"), inner)
        return cls(chain, pair, nonce, inner, ciphertext)

    def carrier(self, ciphertext=None, period=shield.PERIOD):
        """The transaction that brings the ciphertext, or another one; the same each time."""
        wanted = (self.ciphertext if ciphertext is None else ciphertext, period)
        if wanted not in self._carriers:
            signed = shield.carrier(self.chain, self.sender, self.nonce, *wanted)
            self._carriers[wanted] = signed
        return self._carriers[wanted]

    def land(self):
        """Make a block on demand and return the pair in it."""
        self.chain.submit(self.carrier())
        block = self.chain.seal()
        places = {data: place for place, data in shield.signed(self.chain, block).items()}
        assert places.get(self.inner) == places.get(self.carrier(), -1) + 1, list(places.values())
        return shield.Pair.around(self.chain, block, places[self.inner])


def transfer(chain, amount=TAO):
    """The call of a transfer to the recipient."""
    return chain.call("Balances", "transfer_keep_alive", dest=RECIPIENT, value=amount)
