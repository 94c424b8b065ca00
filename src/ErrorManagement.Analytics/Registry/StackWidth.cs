namespace ErrorManagement.Analytics.Registry;

/// <summary>How much of a stack tells the errors of a family apart (<see cref="StackKeys"/>).</summary>
internal enum StackWidth
{
    /// <summary>The places of its frames.</summary>
    Places,

    /// <summary>Its methods, each once.</summary>
    Methods,

    /// <summary>The innermost and the outermost method.</summary>
    Ends,

    /// <summary>Nothing: each goes to the record that it is most like.</summary>
    None,
}
