using System.ComponentModel;

namespace ErrorManagement;

/// <summary>Sets a call shape that the compiler refuses apart from the one it guards. Has no members and no instances.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RefusedForm
{
    private RefusedForm()
    {
    }
}
