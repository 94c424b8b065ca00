namespace ErrorManagement.Analytics.Grouping;

/// <summary>What a word of a template can be.</summary>
internal enum WordKind
{
    /// <summary>A word like any other.</summary>
    Plain,

    /// <summary>Known to be a value.</summary>
    Value,

    /// <summary>The name of a thing, by the way it is written.</summary>
    Name,

    /// <summary>Marks without a letter or digit, or the name of a field: never a value.</summary>
    Structure,
}
