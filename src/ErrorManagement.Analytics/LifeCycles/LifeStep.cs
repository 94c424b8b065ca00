namespace ErrorManagement.Analytics.LifeCycles;

/// <summary>A step of the machine.</summary>
/// <param name="To">Where the record stands after it.</param>
/// <param name="Change">What it is called.</param>
internal readonly record struct LifeStep(ErrorStatus To, ErrorChange Change);
