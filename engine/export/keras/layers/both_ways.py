from keras import layers


def BothWays(cell, bidirectional, name=None, **settings):
    """A recurrent layer that reads in both directions, and how their states are joined."""
    kinds = {"simple_rnn": layers.SimpleRNN, "gru": layers.GRU, "lstm": layers.LSTM}
    return layers.Bidirectional(kinds[cell](**settings), merge_mode=bidirectional, name=name)
