"""How well the tests of the meaning and its two machines catch a slip: mutants of their code, one slip each, that some test must fail on."""
