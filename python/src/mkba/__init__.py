"""mkba: societal cost-benefit analyses of tailored solutions for households in trouble.

In: the name of a scenario of the library or the path of a file, and settings. Out: results, with tables as frames. All
figures come from the program ``mkba``, which travels with this package.
"""

from mkba._call import Fault, MkbaError, NotThere, Refused, Stopped, program, version
from mkba._matrices import import_matrices
from mkba._results import Analysis, Frame, Result, Run, Study
from mkba._verbs import Values, analyse, run, shard_merge, shard_plan, shard_run, study

__all__ = [
    "Analysis",
    "Fault",
    "Frame",
    "MkbaError",
    "NotThere",
    "Refused",
    "Result",
    "Run",
    "Stopped",
    "Study",
    "Values",
    "analyse",
    "import_matrices",
    "program",
    "run",
    "shard_merge",
    "shard_plan",
    "shard_run",
    "study",
    "version",
]
