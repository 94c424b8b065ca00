namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>A method as the restoration of stacks sees it. The same method is always the same object. What is not known of a method is false or null.</summary>
internal interface ICodeMethod
{
    /// <summary>Its name in a stack's canonical form; null for what compilers put between and no author wrote.</summary>
    string? Name { get; }

    /// <summary>Whether it is the application's own code.</summary>
    bool IsOwn { get; }

    /// <summary>Whether a compiler may leave its frame out: by inlining it, or by turning its last call into a jump.</summary>
    bool CanVanish => false;

    /// <summary>Whether foreign code can call it without naming it: a lambda, the body of a state machine, what implements a type of a library.</summary>
    bool IsEntry => false;

    /// <summary>Whether nothing but a delegate runs it.</summary>
    bool IsLambda => false;

    /// <summary>Whether it makes an object.</summary>
    bool IsConstructor => false;

    /// <summary>Whether nothing can be said of what it calls: code made at run time, calls by reflection, frames that are not known.</summary>
    bool IsOpaque => false;

    /// <summary>Whether it throws on what was caught elsewhere: what is further in was caught by the outermost frame there.</summary>
    bool ThrowsOn => false;

    /// <summary>What it does; null when it cannot be read.</summary>
    MethodCode? Code => null;

    /// <summary>Whether a delegate that is called by this method of its can run it, as far as the number of parameters and a result tell.</summary>
    bool FitsDelegate(ICodeMethod invoke) => false;

    /// <summary>Whether a call of another method may run this one, because it overrides or implements that.</summary>
    bool Overrides(ICodeMethod called) => false;
}
