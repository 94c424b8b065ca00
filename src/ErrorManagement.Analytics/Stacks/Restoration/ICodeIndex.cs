namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>What is known of the application's code as a whole.</summary>
internal interface ICodeIndex
{
    /// <summary>What may run when a method is called that others override or implement; nothing when that is too much.</summary>
    IReadOnlyList<ICodeMethod> ImplementationsOf(ICodeMethod called);

    /// <summary>The methods of which delegates are made anywhere, so that any delegate may run them.</summary>
    /// <remarks>Takes milliseconds the first time: asked for only when nothing nearer explains a call.</remarks>
    IReadOnlyList<ICodeMethod> TakenAnywhere { get; }

    /// <summary>The only method anywhere that makes delegates of a method, or of the one that a state machine was made of; null for none or several.</summary>
    /// <remarks>As dear as <see cref="TakenAnywhere"/>.</remarks>
    ICodeMethod? TakerOf(ICodeMethod method);
}
