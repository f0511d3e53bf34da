//! Which addresses a crawler may open a connection to.
//!
//! A portal page is written by somebody else, so a link or a redirect on it must not make us ask
//! the printer, the router or the cloud's metadata service. Names are judged after resolution and
//! the judged address is the one connected to; literals never reach a resolver and are judged here too.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// How far a request may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Globally routable addresses only.
    Public,
    /// These, and this very machine: for portals served from saved pages.
    Loopback,
}

impl Reach {
    pub fn allows(self, ip: IpAddr) -> bool {
        let ip = unmapped(ip);
        match self {
            Reach::Public => is_public(ip),
            Reach::Loopback => is_public(ip) || ip.is_loopback(),
        }
    }

    /// The address a URL names literally, if it may not be asked. The URL standard has already
    /// turned decimal, octal and hexadecimal spellings into plain ones.
    pub fn forbidden_literal(self, url: &Url) -> Option<IpAddr> {
        let ip = match url.host()? {
            Host::Ipv4(ip) => IpAddr::V4(ip),
            Host::Ipv6(ip) => IpAddr::V6(ip),
            Host::Domain(_) => return None,
        };
        (!self.allows(ip)).then_some(ip)
    }
}

/// The IPv4 address inside an IPv6 one, in every notation that routers translate.
fn unmapped(ip: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = ip else { return ip };
    let [a, b, c, d, _, _, g, h] = v6.segments();
    let low = Ipv4Addr::from((u32::from(g) << 16) | u32::from(h));
    let six_to_four = Ipv4Addr::from((u32::from(b) << 16) | u32::from(c));
    match (a, b, c, d) {
        // ::ffff:0:0/96 (mapped), ::/96 (compatible, but not :: and ::1), 64:ff9b::/96 (NAT64).
        (0, 0, 0, 0) if v6.to_ipv4_mapped().is_some() => low.into(),
        (0, 0, 0, 0) if v6.segments()[4..6] == [0, 0] && u32::from(low) > 1 => low.into(),
        (0x64, 0xff9b, 0, 0) => low.into(),
        // 2002::/16 carries the address in front.
        (0x2002, ..) => six_to_four.into(),
        _ => ip,
    }
}

fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

/// Everything the IANA special-purpose registry does not set aside.
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let set_aside = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation()
        || a == 0
        || a >= 240
        // Carrier-grade NAT, protocol assignments, 6to4 relays, benchmarking.
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19));
    !set_aside
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    // Only 2000::/3 is handed out; documentation (2001:db8, 3fff) and Teredo (2001::/32) lie inside it.
    let [a, b, ..] = ip.segments();
    (a & 0xe000) == 0x2000 && !(a == 0x2001 && (b == 0xdb8 || b == 0)) && a != 0x3fff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, public: bool, loopback: bool) {
        let url = Url::parse(url).expect("a URL");
        assert_eq!(
            Reach::Public.forbidden_literal(&url).is_none(),
            public,
            "{url}"
        );
        assert_eq!(
            Reach::Loopback.forbidden_literal(&url).is_none(),
            loopback,
            "{url}"
        );
    }

    #[test]
    fn addresses_of_the_inside_are_refused_in_every_spelling() {
        for inside in [
            "http://10.0.0.1/",
            "http://172.16.0.1/",
            "http://172.31.255.255/",
            "http://192.168.1.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://100.64.0.1/",
            "http://0.0.0.0/",
            "http://198.18.0.1/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://240.0.0.1/",
            "http://2852039166/",
            "http://0xa9fea9fe/",
            "http://0251.0376.0251.0376/",
            "http://0xA.0.0.1/",
            "http://012.0.0.1/",
            "http://10.1/",
            "http://[::]/",
            "http://[fe80::1]/",
            "http://[fc00::1]/",
            "http://[fd00:ec2::254]/",
            "http://[::ffff:10.0.0.1]/",
            "http://[::ffff:a9fe:a9fe]/",
            "http://[64:ff9b::a9fe:a9fe]/",
            "http://[2002:a00:1::]/",
            "http://[ff02::1]/",
            "http://[2001:db8::1]/",
            "http://[::10.0.0.1]/",
        ] {
            check(inside, false, false);
        }
    }

    #[test]
    fn this_machine_is_allowed_only_where_the_profile_says_so() {
        for here in [
            "http://127.0.0.1/",
            "http://127.1.2.3:8080/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
        ] {
            check(here, false, true);
        }
    }

    #[test]
    fn public_addresses_and_names_pass() {
        for outside in [
            "http://1.1.1.1/",
            "https://103.9.4.20/",
            "http://172.32.0.1/",
            "http://[2001:dc8::1]/",
            "http://[2606:4700::1111]/",
            "https://hungyen.gov.vn/",
            "http://100.128.0.1/",
        ] {
            check(outside, true, true);
        }
    }
}
