'use client';

import PageError from '../(dashboard)/error';

export default PageError;
