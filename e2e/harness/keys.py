"""The development accounts, and the seeds from which the client restores their wallets."""

from bittensor.sp_core import CRYPTO_ED25519, CRYPTO_SR25519, Keypair

#: Seeds of the well-known development keys. The command line of the client restores a wallet from
#: a phrase, a seed or a private key, but not from a path such as //Alice.
SEEDS = {
    "alice": "0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a",
    "bob": "0x398f0c28f98885e046333d4a41c19cee4c37368a9832c6502f6cfd182e2aef89",
    "charlie": "0xbc1ede780f784bb6991a585e4f6e61522c14e1cae6ad0895fb57b9a205a8f938",
    "dave": "0x868020ae0687dda7d57565093a69090211449845a7e11453612800b663307246",
    "eve": "0x786ad0e2df456fe43dd1f91ebca22e235bc162e0bb8d53c633e8c85b2af68b7a",
    "ferdie": "0x42438b7883391c05512a938e36c2df0131e088b3756d6aa7a755fbff19d2f842",
}

#: Accounts that tests send transactions from.
SENDERS = ("Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie")

#: Validators in the order in which a local network adds them.
VALIDATORS = ("One", "Two", "Three", *SENDERS)


def pair(path):
    """Return the sr25519 key of a development path, such as `//Alice`."""
    return Keypair.create_from_uri(path, CRYPTO_SR25519)


def address(path):
    """Return the address of a development path."""
    return pair(path).ss58_address


def aura_key(name):
    """Return the Aura key of a validator, in hex."""
    return pair(f"//{name}").public_key.hex()


def grandpa_key(name):
    """Return the GRANDPA key of a validator, in hex."""
    return Keypair.create_from_uri(f"//{name}", CRYPTO_ED25519).public_key.hex()


ALICE = address("//Alice")
BOB = address("//Bob")
CHARLIE = address("//Charlie")
DAVE = address("//Dave")
EVE = address("//Eve")
FERDIE = address("//Ferdie")
