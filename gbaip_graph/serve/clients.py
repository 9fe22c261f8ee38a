"""Who counts as one client, where limits are for each client.

For the limits on connections and on tasks; it knows no names and keeps nothing.
"""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address

# What a provider gives to one customer; each of its addresses would otherwise count as a client.
_NETWORK_BITS = 64


def client_of(address: str) -> str:
    """Return what stands for a client: an IPv4 address, the /64 network of an IPv6 one, else the text.

    >>> client_of("2001:db8::1"), client_of("::ffff:192.0.2.1"), client_of("unix")
    ('2001:db8::/64', '192.0.2.1', 'unix')
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Network((found, _NETWORK_BITS), strict=False))
