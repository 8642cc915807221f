"""What advice needs to have been learned: values to ask for or to change to, and past leads to compare with."""

from leadscore.model.learning.advice.asking import Advisable, learn_asking
from leadscore.model.learning.advice.past import index_past_leads, with_past_leads

__all__ = ["Advisable", "index_past_leads", "learn_asking", "with_past_leads"]
