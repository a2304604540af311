"""Errors and refusals in words that an admin can act on."""

from collections.abc import Mapping

from bot.errors import ChannelError
from bot.texts import Texts, one_line, shorten
from store.disk import MB
from store.errors import LowDiskError, SourceError, StoreError

#: Of a detail that has no words of ours.
_MAX_DETAIL_CHARS = 200


def trouble(error: Exception, texts: Texts) -> str:
    """Say what went wrong: an error of the store, of the channel or of the system."""
    _ = texts.gettext
    if isinstance(error, SourceError):
        return reason(error.reason, error.detail, texts)
    if isinstance(error, LowDiskError):
        return _(
            "Only {free} MB are free on the server's disk, and nothing is taken in below {floor}"
            " MB. Free some space; what is stored stays."
        ).format(free=f"{error.free // MB:,}", floor=f"{error.floor // MB:,}")
    if isinstance(error, ChannelError):
        return _("The chat service did not hand the file over. Please send it again.")
    if isinstance(error, StoreError):
        return _(
            "The database could not be used just now. Try again; if it stays so, run sosik doctor"
            " on the server."
        )
    return _("The server could not do that. Run sosik doctor there to see why.")


def outcome(error: Exception) -> str:
    """Name the error for the audit, without what was read or asked."""
    return error.reason if isinstance(error, SourceError) else type(error).__name__


def noted_reason(written: str, texts: Texts) -> str:
    """Say a reason as a source keeps it: ``code: detail``, or a sentence."""
    code, _, _detail = written.partition(": ")
    return reason(code, written, texts)


def reason(code: str, detail: str, texts: Texts) -> str:
    """Say why something was not fetched or not taken in; an unknown ``code`` by its ``detail``."""
    _ = texts.gettext
    if code == "bad_address" and texts.language == "en":
        return detail  # says what is wrong with it
    known = {**_of_servers(texts), **_of_sites(texts), **_of_files(texts)}
    return known.get(code) or shorten(one_line(detail), max_chars=_MAX_DETAIL_CHARS)


def _of_servers(texts: Texts) -> Mapping[str, str]:
    _ = texts.gettext
    return {
        "bad_address": _("This is no web address that can be fetched. Copy it from the browser."),
        "private_address": _(
            "This host is not on the public internet. Only the server's settings can allow it"
            " (SOSIK_ALLOWED_HOSTS)."
        ),
        "bad_port": _("The port in this address is not one of the web."),
        "unknown_host": _("There is no host of this name. Check the address."),
        "unreachable": _("No server answers there. Try again later."),
        "bad_tls": _("The server's certificate is not trusted, so nothing is fetched from it."),
        "too_slow": _("It took too long. Try again later."),
        "cut_off": _("The server broke its answer off. Try again later."),
        "bad_answer": _("What the server sent is no proper answer."),
        "bad_encoding": _("The server's answer is compressed in an unknown or broken way."),
        "too_large": _("It is larger than is taken: 10 MB, a feed 5 MB."),
        "too_many_redirects": _("The server redirects in a circle, or too often."),
        "bad_redirect": _("The server redirects to something that is no web address."),
        "downgrade": _("The server redirects from https to http on another host."),
        "host_busy": _("Too many requests wait for this host. Try again in a minute."),
        "stopped": _("The service is stopping. Try again when it is back."),
    }


def _of_sites(texts: Texts) -> Mapping[str, str]:
    _ = texts.gettext
    return {
        "login_required": _("The site asks for a login."),
        "forbidden": _("The site refuses access."),
        "not_found": _("There is nothing at this address. Check it for a typing error."),
        "gone": _("The page was removed from the site."),
        "rejected": _("The site refuses the request."),
        "too_many_requests": _("The site asks for fewer requests. Try again later."),
        "server_error": _("The site is in trouble. Try again later."),
        "robots": _("The site's robots.txt forbids it."),
        "robots_unreachable": _(
            "The site's robots.txt could not be read, so its pages are left alone. Try again later."
        ),
        "not_a_source": _(
            "This is not a feed, a sitemap or an article, and it links to no feed. Look on the"
            " site for the address of its RSS."
        ),
        "not_a_feed": _("This is not a feed or a sitemap."),
        "bad_feed": _("This looks like a feed, but is too damaged to be read."),
        "not_opml": _("This is not an OPML list."),
        "no_folder": _("There is no such folder on the server."),
        "taken_folder": _("Sosik itself uses this folder of the server."),
        "unreadable": _("The server could not open it."),
    }


def _of_files(texts: Texts) -> Mapping[str, str]:
    _ = texts.gettext
    return {
        "empty": _("The file is empty."),
        "binary": _("The file is not text."),
        "undecodable": _("The file's characters could not be read in any known encoding."),
        "unsupported": _("Files of this kind are not read; txt, html, md, json and zip are."),
        "symlink": _("Symbolic links are not followed."),
        "not_a_file": _("This is not a regular file."),
        "vanished": _("The file was gone before it could be read."),
        "no_article": _("No article text was found in it."),
        "headline_list": _("It holds only a list of headlines."),
        "bad_json": _("The JSON is not one article."),
        "bad_zip": _("The archive is damaged or protected by a password."),
        "zip_unsafe_path": _("The archive holds a path that leads out of it."),
        "zip_nested": _("Archives inside an archive are not opened."),
        "zip_bomb": _("The archive unpacks to more than is allowed."),
        "removed": _("This article was removed by an admin and is not taken in again."),
        "expired": _("The article is older than articles are kept here (SOSIK_KEEP_DAYS)."),
        "failed": _("Reading it failed for a reason of our own. The server's log says more."),
    }
