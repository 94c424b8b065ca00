namespace ErrorManagement.Analytics.Registry;

/// <content>The families that the record is known in, so that it can leave them when it ends.</content>
internal sealed partial class TrackedError
{
    private const int MaxFamilies = 64;

    private ErrorFamily[] _families = [];

    /// <summary>Takes note of a family that knows the record. False when the record has ended, or has enough of them.</summary>
    public bool TryEnter(ErrorFamily family)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            if (_families.Contains(family))
            {
                return true;
            }

            if (_families.Length == MaxFamilies)
            {
                return false;
            }

            _families = [.. _families, family];
            return true;
        }
    }

    /// <summary>Under no lock of the record's: families ask it for things under theirs.</summary>
    private void LeaveFamilies(TrackedError? successor)
    {
        ErrorFamily[] families;
        lock (_gate)
        {
            families = _families;
            _families = [];
        }

        foreach (var family in families)
        {
            family.Leave(this, successor);
        }
    }
}
