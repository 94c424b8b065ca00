namespace ErrorManagement.Classification;

/// <summary>How far an exception is looked into: bounds that hold for chains of any length, and for those that bite their own tail.</summary>
internal static class ExceptionTree
{
    /// <summary>How many levels of inner exceptions, the outermost included.</summary>
    public const int MaxDepth = 32;

    /// <summary>How many exceptions in all.</summary>
    public const int MaxExceptions = 64;
}
