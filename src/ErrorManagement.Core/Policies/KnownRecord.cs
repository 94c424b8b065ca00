using System.Runtime.CompilerServices;

namespace ErrorManagement.Policies;

/// <summary>Which record a failure became, once somebody knows: a breaker sees a failure before the host has recorded it.</summary>
internal sealed class KnownRecord
{
    private StrongBox<ErrorId>? _id; // boxed: an id is read and written as a whole

    /// <summary>The record, or none.</summary>
    public ErrorId Id => Volatile.Read(ref _id)?.Value ?? default;

    public void Set(ErrorId id)
    {
        if (Id != id)
        {
            Volatile.Write(ref _id, new StrongBox<ErrorId>(id));
        }
    }
}
