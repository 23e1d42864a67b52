"""Makes every golden file from PyTorch. Debian's python3-torch (1.13.1) is the oracle:

    /usr/bin/python3 test/golden/makeGolden.py

The files are committed; the tests read them and need no Python. The table of operations, special numbers, safetensors, the printing of
tensors and the cells to translate have scripts of their own.
"""
import torch

import goldenBook
import goldenChapters
import goldenFunctions
import goldenGraph
import goldenImageTraining
import goldenNn
import goldenRandom
import goldenSequences
import goldenSequenceTraining
import goldenTraining
from golden import write

torch.set_num_threads(1)
write("functions", goldenFunctions.functions())
write("rounded", goldenFunctions.rounded())
write("random", goldenRandom.streams())
write("dataLoader", goldenRandom.orders())
write("initialisers", goldenNn.initialisers())
write("modules", goldenNn.modules())
write("sequences", goldenSequences.sequences())
write("sparse", goldenSequences.sparse())
write("losses", goldenNn.losses())
write("optimisers", goldenNn.optimisers())
write("schedules", goldenNn.schedules())
write("clipping", goldenNn.clipping())
write("training", goldenTraining.runs())
write("sequenceTraining", goldenSequenceTraining.runs())
write("imageTraining", goldenImageTraining.runs())
write("chapters", goldenChapters.chapters())
write("book", goldenBook.book())
write("graphs", goldenGraph.graphs())
