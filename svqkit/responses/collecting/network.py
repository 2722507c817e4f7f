"""Where others can reach this computer, and which ports are free."""

from __future__ import annotations

import ipaddress
import os
import socket

from svqkit.errors import DataError

__all__ = ["free_port", "lan_addresses", "listening_socket"]

# A datagram socket that is "connected" sends nothing, but has to choose an address of its own:
# towards the world, and towards the networks that a laptop or phone makes as a hotspot.
_TOWARDS = (
    "192.0.2.1",
    "10.255.255.254",
    "192.168.137.2",  # Windows
    "192.168.2.2",  # macOS
    "10.42.0.2",  # Linux
    "172.20.10.1",  # iPhone
    "192.168.43.1",  # Android
)


def _own_address(towards: str) -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((towards, 9))
            return str(probe.getsockname()[0])
        except OSError:
            return None


def _named() -> list[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return []
    return [str(entry[4][0]) for entry in found]


def lan_addresses() -> list[str]:
    """List this computer's addresses in its networks, the likeliest first.

    Returns
    -------
    list of str
        IPv4 addresses; empty where there is no network.

    Examples
    --------
    >>> "127.0.0.1" in lan_addresses()
    False
    """
    found = [*map(_own_address, _TOWARDS), *_named()]
    own = [ipaddress.IPv4Address(one) for one in dict.fromkeys(found) if one]
    return [
        str(one) for one in own if not (one.is_loopback or one.is_link_local or one.is_unspecified)
    ]


def _listen(host: str, port: int) -> socket.socket:
    """Listen, or raise OSError where somebody does already."""
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "nt":
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)  # type: ignore[attr-defined, unused-ignore]
        else:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((host, port))
        opened.listen(1024)
    except OSError:
        opened.close()
        raise
    return opened


def free_port(host: str, after: int) -> int | None:
    """Find the next port that nobody uses.

    Parameters
    ----------
    host : str
    after : int
        The port that is in use.

    Returns
    -------
    int or None
        None where the next hundred are in use too.

    Examples
    --------
    >>> free_port("127.0.0.1", 20000) > 20000
    True
    """
    for port in range(after + 1, min(after + 101, 65536)):
        try:
            _listen(host, port).close()
        except OSError:
            continue
        return port
    return None


def listening_socket(host: str, port: int) -> socket.socket:
    """Listen on a port.

    Parameters
    ----------
    host : str
        ``"0.0.0.0"`` for all networks, ``"127.0.0.1"`` for this computer only.
    port : int

    Returns
    -------
    socket

    Raises
    ------
    DataError
        If the port is in use, or may not be used; a free one is named.

    Examples
    --------
    >>> with listening_socket("127.0.0.1", 0) as opened:
    ...     opened.getsockname()[0]
    '127.0.0.1'
    """
    try:
        return _listen(host, port)
    except PermissionError:
        why = f"port {port} may not be used by an ordinary program"
    except OSError:
        why = f"port {port} is in use by another program, perhaps by another svqkit collect"
    other = free_port(host, max(port, 1023))
    raise DataError(f"{why}; {'take another' if other is None else f'free is --port {other}'}")
