"""Questions about the law itself, answered by walking diagrams and confirmed by the engine."""
