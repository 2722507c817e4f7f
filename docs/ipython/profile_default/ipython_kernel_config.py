"""How the kernels run that execute notebooks for the site: as on any machine, and quietly.

Without a profile of its own the site would depend on the start-up files of whoever builds it; and
each kernel would warn that its connection, which stays on this machine, is not encrypted.
"""

c = get_config()  # type: ignore[name-defined]  # noqa: F821
c.IPKernelApp.log_level = 40
