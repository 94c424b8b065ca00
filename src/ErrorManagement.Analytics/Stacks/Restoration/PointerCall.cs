namespace ErrorManagement.Analytics.Stacks.Restoration;

/// <summary>What a call through a pointer to a method names: nothing but the shape of what it may run.</summary>
/// <param name="Parameters">How many parameters it hands over.</param>
/// <param name="HasResult">Whether it takes a result.</param>
internal sealed record PointerCall(int Parameters, bool HasResult) : ICodeMethod
{
    public string? Name => null;

    public bool IsOwn => false;

    /// <summary>Reads a call from its signature (ECMA-335, II.23.2.3).</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="popped">How many values it takes from the stack, the pointer among them.</param>
    public static PointerCall Of(byte[] signature, out int popped)
    {
        const int generic = 0x10, hasThis = 0x20, explicitThis = 0x40;
        const byte nothing = 0x01, requiredModifier = 0x1f, optionalModifier = 0x20;
        var at = 1;
        if ((signature[0] & generic) != 0)
        {
            Number(signature, ref at);
        }

        var parameters = Number(signature, ref at);
        while (signature[at] is requiredModifier or optionalModifier)
        {
            at++;
            Number(signature, ref at);
        }

        popped = parameters + 1 + ((signature[0] & (hasThis | explicitThis)) == hasThis ? 1 : 0);
        return new PointerCall(parameters, signature[at] != nothing);
    }

    /// <summary>A compressed number (ECMA-335, II.23.2).</summary>
    private static int Number(byte[] signature, ref int at)
    {
        int first = signature[at++];
        if (first < 0x80)
        {
            return first;
        }

        if (first < 0xc0)
        {
            return ((first & 0x3f) << 8) | signature[at++];
        }

        at += 3;
        return ((first & 0x1f) << 24) | (signature[at - 3] << 16) | (signature[at - 2] << 8) | signature[at - 1];
    }
}
