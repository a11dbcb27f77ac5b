"""Addresses that no feed is fetched from: what is no address, and what leads inside."""

import pytest

from bot.calendars.addresses import is_public
from bot.calendars.fetching import Web
from bot.calendars.trouble import FeedError, Trouble


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/cal.ics",
        "ftp://example.com/cal.ics",
        "file:///etc/passwd",
        "https://user:word@example.com/cal.ics",
        "https:///cal.ics",
        "https://example.com:99999/",
        "https://exa mple.com/",
        "https://example.com/\r\nHost: other",
        "just words",
        "https://" + "a" * 3_000,
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    """Only addresses of the web with https are fetched from."""
    with pytest.raises(FeedError) as problem:
        Web(resolver=lambda *_: ["127.0.0.1"]).fetch(url)
    assert problem.value.trouble is Trouble.ADDRESS


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "168.63.129.16",
        "100.100.100.200",
        "192.0.0.192",
        "0.0.0.0",  # noqa: S104  # it is refused
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:7f00:1::",
        "2001:0:1::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "no address",
    ],
)
def test_an_inner_address_is_not_connected_to(address: str) -> None:
    """Loopback, private, link-local and metadata addresses are refused, however dressed up."""
    assert not is_public(address)
    with pytest.raises(FeedError) as problem:
        Web(resolver=lambda *_: [address]).fetch("webcal://calendar.example.com/cal.ics")
    assert problem.value.trouble is Trouble.PRIVATE
    assert "private address" in str(problem.value)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8"])
def test_a_public_address_may_be_connected_to(address: str) -> None:
    """What belongs to the public internet is not refused."""
    assert is_public(address)


@pytest.mark.parametrize(
    "url", ["https://2130706433/", "https://0x7f.1/", "https://localhost./", "https://[::1]/"]
)
def test_an_inner_address_by_another_name(url: str) -> None:
    """What the system's own resolver turns into loopback is refused as loopback."""
    with pytest.raises(FeedError) as problem:
        Web().fetch(url)
    assert problem.value.trouble in {Trouble.PRIVATE, Trouble.UNREACHABLE}
